"""From a public case that names an extract and lists of cameras to the layers of its map.

Reads the files that the case names; what may not be published was taken out of the case before.
"""

from dataclasses import replace
from pathlib import Path

from sousveil.problems import Problem
from sousveil.progress import SILENT, Progress
from sousveil.publish.build.index import Index
from sousveil.publish.maps.cameras import Said, build_map_cameras
from sousveil.publish.maps.city import CityMap, build_city_layers
from sousveil.publish.maps.layers import MapLayers
from sousveil.publish.maps.survey import count_silent, draw_unsurveyed
from sousveil.records.case import Case
from sousveil.register.merged import merge
from sousveil.workbench.cameras.register import link_on_map
from sousveil.workbench.store import FolderStore


def read_map(
    folder: Path, index: Index, *, store: FolderStore | None = None, progress: Progress = SILENT
) -> tuple[MapLayers, list[Problem]] | None:
    """The map's layers of the public case in `index`, and what was wrong with its files; None where it has no city.

    The files are those in `folder`. A camera without a place, or one that does not count, is not on the map.
    """
    case: Case = index.case
    if case.manifest.city is None or not case.lists:
        return None
    found = link_on_map(folder, case, store=store, progress=progress)
    scene, register = found.scene, found.register
    kept = tuple(one for one in register.cameras if one.lonlat is not None and not one.excluded)
    register = replace(register, cameras=kept)
    readings = tuple(merge(one, register.sighted) for one in kept)
    said = Said(
        lists=case.lists,
        hrefs={id_: index.link(id_).href for id_ in case.sources},
        language=index.language,
    )
    progress.step("computing what the cameras on the map can see")
    layers = build_city_layers(
        CityMap(
            scene=scene,
            cameras=build_map_cameras(register, readings, said),
            readings=readings,
            as_of=index.as_of,
            licence=case.manifest.city.licence,
            attribution=tuple(
                dict.fromkeys(
                    [case.manifest.city.attribution, *(one.attribution or "" for one in case.lists.values())]
                )
            ),
            silent=count_silent(case.lists.values()),
            unsurveyed=draw_unsurveyed(case.lists.values(), scene),
        )
    )
    titles = {said.title(id_): one.title for id_, one in case.lists.items()}
    return replace(layers, list_titles=titles), list(found.problems)
