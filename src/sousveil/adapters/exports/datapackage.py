"""A Frictionless data package (specification 1): every table of a case as CSV, described in `datapackage.json`.

Writes only. The files are returned by their names; a package is shipped as one archive, the same bytes each time.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping

from .flat import Field, Table, build_tables
from .told import Told

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day given to every file of an archive, the first that the format can hold, so that its bytes say no clock."""


def render_package(told: Told) -> dict[str, str]:
    """The files of the package."""
    tables = build_tables(told)
    keyed = {table.name for table in tables if table.key}
    files = {f"tables/{table.name}.csv": render_table(table) for table in tables}
    manifest = told.case.manifest
    about = {
        "profile": "tabular-data-package",
        "name": manifest.id,
        "title": told.say(manifest.title),
        "description": "\n\n".join(
            [told.say(manifest.summary), *told.attribution, *(told.say(text) for text in manifest.unknown)]
        ),
        "version": told.as_of,
        "licenses": [{"name": told.licence.replace(" ", "-"), "title": told.licence}],
        "contributors": [{"title": words, "role": "contributor"} for words in told.attribution],
        "resources": [_describe(table, keyed) for table in tables],
    }
    kept = {name: value for name, value in about.items() if value}
    return {"datapackage.json": json.dumps(kept, ensure_ascii=False, indent=1) + "\n", **files}


def render_table(table: Table) -> str:
    """A table as CSV (RFC 4180) with its headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in table.fields])
    writer.writerows(table.rows)
    return out.getvalue()


def pack(files: Mapping[str, str | bytes]) -> bytes:
    """Files as one archive, in the order of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            about = zipfile.ZipInfo(name, EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, content)
    return out.getvalue()


def _describe(table: Table, keyed: Iterable[str]) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_describe_field(field) for field in table.fields],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = [table.fields[0].name]
    links = [field for field in table.fields if field.refers_to in keyed]
    if links:
        schema["foreignKeys"] = [
            {
                "fields": [field.name],
                "reference": {
                    "resource": field.refers_to,
                    "fields": ["series" if field.refers_to == "series" else "id"],
                },
            }
            for field in links
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "path": f"tables/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _describe_field(field: Field) -> dict[str, str]:
    said = {"name": field.name, "type": field.type, "description": field.description}
    return {name: value for name, value in said.items() if value}
