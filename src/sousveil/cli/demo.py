"""`sousveil demo`: the shipped cases, built, with what they find."""


def run(*, serve: bool = True, port: int = 8765) -> int:
    """Build the shipped cases, print what they find and show the site of the first.

    Serbia: claims about a programme, and where they do not add up. Helsinki: cameras on a map, and the ground they see.
    Nothing is fetched. Sites and dossiers are written beside the cases in a checkout, else in the user's cache.

    Args:
        serve: Serve the site of Serbia on this machine until Ctrl-C; without it, end after the build.
        port: Where to listen; if it is taken, a free one is used and said.
    """
    from sousveil.cli._built import put_built, put_findings, show_path
    from sousveil.cli._demo import NAMES, find_demo, find_demo_site
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._serving import serve_site
    from sousveil.cli._shared import open_store
    from sousveil.cli._sights import put_city, put_level
    from sousveil.workbench.build import build_case
    from sousveil.workbench.sight.seeing import read_city

    paper, steps, store = Paper(), Steps(), open_store()
    claims, cameras = (find_demo(name) for name in NAMES)
    built = build_case(claims, find_demo_site(claims), store=store, progress=steps)
    put_findings(paper, built.pages)
    put_built(paper, built)
    paper.blank()
    seen = build_case(cameras, find_demo_site(cameras), store=store, progress=steps)
    city = read_city(cameras, store=store, progress=steps)
    put_city(paper, city)
    put_level(paper, city, "observe", (city.see("observe"), city.see("observe", reachable=True)))
    paper.put(("other levels, and what this leaves out: ", "dim"), f"sousveil see {show_path(cameras)}")
    put_built(paper, seen)
    if serve:
        paper.put(("the map: ", "dim"), f"sousveil serve {show_path(cameras)}")
        try:
            serve_site(built.out, port=port, paper=paper)
        except KeyboardInterrupt:
            paper.put("ended")
    return 0
