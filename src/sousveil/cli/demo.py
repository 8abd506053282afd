"""`sousveil demo`: the shipped case, built, with its main findings."""


def run(*, serve: bool = True, port: int = 8765) -> int:
    """Build the shipped case of Serbia, print its main findings and show its site.

    Nothing is fetched. The site and the dossier are written beside the case in a checkout, else in the user's cache.

    Args:
        serve: Serve the site on this machine until Ctrl-C; without it, end after the build.
        port: Where to listen; if it is taken, a free one is used and said.
    """
    from sousveil.cli._built import put_built, put_findings
    from sousveil.cli._demo import find_demo, find_demo_site
    from sousveil.cli._paper import Paper
    from sousveil.cli._progress import Steps
    from sousveil.cli._serving import serve_site
    from sousveil.cli._shared import open_store
    from sousveil.workbench.build import build_case

    paper, case = Paper(), find_demo()
    built = build_case(case, find_demo_site(case), store=open_store(), progress=Steps())
    put_findings(paper, built.pages)
    put_built(paper, built)
    if serve:
        try:
            serve_site(built.out, port=port, paper=paper)
        except KeyboardInterrupt:
            paper.put("ended")
    return 0
