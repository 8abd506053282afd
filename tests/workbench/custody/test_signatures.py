"""Signatures of PDF files: who vouches for them is named, and a file that was changed is never as it was signed."""

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import crl  # type: ignore[import-untyped]
from asn1crypto import ocsp as asn1_ocsp
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from sousveil.case.write import write_text
from sousveil.workbench.custody import authenticity
from sousveil.workbench.custody.capturing import Stored, capture_file
from tests.workbench.custody.pdfs import render_pdf
from tests.workbench.custody.stampers import Authority, answer, needs_openssl

pytestmark = needs_openssl
PERSON = "Ana Anic 0101990710006"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    made = Authority(tmp_path_factory.mktemp("ca") / "root")
    made.issue("signer", f"/O=City Office/CN={PERSON}")
    made.issue("signer", f"/O=City Office/CN={PERSON}", name="gone", years=(2020, 2022))
    made.issue("stamper", "/O=Test Time/CN=Test Stamper")
    return made


@pytest.fixture
def case(tmp_path: Path, authority: Authority) -> Path:
    folder = tmp_path / "case"
    (folder / "sources").mkdir(parents=True)
    (folder / "certificates").mkdir()
    (folder / "certificates" / "state.pem").write_bytes(authority.root)
    write_text(folder / "case.toml", 'format = 1\nid = "x"\ntitle = "X"\n')
    fields = ("id: s-bill", "type: document", "kind: primary", "title: Bill")
    write_text(folder / "sources" / "bill.md", "\n".join(("---", *fields, "---", "")))
    return folder


def sign(
    raw: bytes, authority: Authority, *, name: str = "signer", field: str = "One", stamped: str = ""
) -> bytes:
    """A PDF file, signed, and stamped with a day where one is given."""
    signer = SimpleSigner.load(*_files(authority, name))  # type: ignore[no-untyped-call]
    stamper = None
    if stamped:
        key, certificate = _files(authority, "stamper")
        stamper = DummyTimeStamper(
            load_cert_from_pemder(certificate),  # type: ignore[no-untyped-call]
            load_private_key_from_pemder(key, None),
            fixed_dt=datetime.fromisoformat(f"{stamped}T00:00:00+00:00"),
        )
    writer = IncrementalPdfFileWriter(BytesIO(raw))
    done = PdfSigner(PdfSignatureMetadata(field_name=field), signer, timestamper=stamper).sign_pdf(writer)
    return bytes(done.getvalue())


def _files(authority: Authority, name: str) -> tuple[str, str]:
    return str(authority.folder / f"{name}.key"), str(authority.folder / f"{name}.pem")


def give(case: Path, raw: bytes) -> Stored:
    file = case.parent / "bill.pdf"
    file.write_bytes(raw)
    return capture_file(case, "s-bill", file, actor="ana")


def codes(done: Stored) -> list[str]:
    """What is said, but for that nobody was asked whether a certificate was taken back."""
    return [one.message for one in done.problems if one.message != "pdf-signature.not-asked"]


def test_who_vouches_is_named_and_no_person(case: Path, authority: Authority) -> None:
    done = give(case, sign(render_pdf("Two cameras"), authority))
    assert codes(done) == ["pdf-signature"]
    problem, unasked = done.problems
    assert unasked.message == "pdf-signature.not-asked"
    assert problem.args["root"] == "certificates/state.pem"
    assert problem.args["body"] == "City Office"
    told = (case / "captures" / done.folder / "capture.json").read_text()
    assert json.loads(told)["signatures"][0]["vouching"]["root"] == "certificates/state.pem"
    assert "Anic" not in told
    assert "Anic" not in str(problem)


def test_without_its_certificate_nobody_vouches(case: Path, authority: Authority, tmp_path: Path) -> None:
    raw = sign(render_pdf("Two cameras"), authority)
    (case / "certificates" / "state.pem").write_bytes(Authority(tmp_path / "other").root)
    assert codes(give(case, raw)) == ["pdf-signature.untrusted"]
    (case / "certificates" / "state.pem").unlink()
    assert codes(give(case, raw)) == ["pdf-signature.untrusted"]


@pytest.mark.parametrize("place", [b"cameras", b"Helvetica"])
def test_a_file_that_was_changed_is_not_as_it_was_signed(
    place: bytes, case: Path, authority: Authority
) -> None:
    raw = sign(render_pdf("Two cameras"), authority)
    changed = raw.replace(place, place.swapcase(), 1)
    assert changed != raw
    assert codes(give(case, changed)) == ["pdf-signature.altered"]


def test_what_was_added_later_is_told_from_a_second_signature(case: Path, authority: Authority) -> None:
    once = sign(render_pdf("Two cameras"), authority)
    twice = sign(once, authority, field="Two")
    assert codes(give(case, twice)) == ["pdf-signature", "pdf-signature.extended", "pdf-signature"]
    writer = IncrementalPdfFileWriter(BytesIO(once))
    page = writer.find_page_for_modification(0)[0]  # type: ignore[no-untyped-call]
    page.get_object()["/MediaBox"][3] = page.get_object()["/MediaBox"][2]  # another page than was signed
    writer.mark_update(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    assert codes(give(case, out.getvalue())) == ["pdf-signature", "pdf-signature.more"]


def test_a_certificate_that_has_run_out_needs_a_time_stamp(case: Path, authority: Authority) -> None:
    done = give(case, sign(render_pdf("Two cameras"), authority, name="gone"))
    assert (codes(done), done.problems[0].args["why"]) == (
        ["pdf-signature.untrusted"],
        "out of bounds no poe",
    )
    done = give(case, sign(render_pdf("Two cameras"), authority, name="gone", stamped="2021-03-01"))
    assert codes(done) == ["pdf-signature"]
    told = json.loads((case / "captures" / done.folder / "capture.json").read_text())
    assert told["signatures"][0]["stamped"] == "2021-03-01"
    assert told["signatures"][0]["revocation"]["said"] == "not asked"
    done = give(case, sign(render_pdf("Two cameras"), authority, name="gone", stamped="2023-03-01"))
    assert codes(done) == ["pdf-signature.untrusted"]


def test_what_is_not_examined_is_said(
    case: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = sign(render_pdf("Two cameras"), authority)
    monkeypatch.setattr(authenticity, "HAS_EXTRA", False)
    done = give(case, raw)
    assert codes(done) == ["pdf-signature.unread"]


def test_a_broken_signature_never_keeps_a_file_from_being_stored(case: Path, authority: Authority) -> None:
    raw = sign(render_pdf("Two cameras"), authority)
    start, said = raw.index(b"/Contents <") + 11, set[str]()
    for place in range(start, start + 4000, 400):
        changed = raw[:place] + (b"0" if raw[place : place + 1] != b"0" else b"1") + raw[place + 1 :]
        done = give(case, changed)
        assert done.folder
        said |= set(codes(done))
    assert said >= {"pdf-signature.altered", "pdf-signature.fault"}


def keep(raw: bytes, *answers: tuple[bytes, bytes]) -> bytes:
    """A signed file with answers in its document security store."""
    writer = IncrementalPdfFileWriter(BytesIO(raw))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        crls=[crl.CertificateList.load(one) for one, _ in answers if one],
        ocsps=[asn1_ocsp.OCSPResponse.load(one) for _, one in answers if one],
    )
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


@pytest.mark.parametrize("kind", ["CRL", "OCSP"])
def test_an_answer_in_the_file_says_whether_a_certificate_was_taken_back(
    kind: str, case: Path, authority: Authority, tmp_path: Path
) -> None:
    raw = sign(render_pdf("Two cameras"), authority)
    good = answer(authority, listed=kind == "CRL", at="2024-05-01")
    (found,) = pick(give(case, keep(raw, good)), "not-taken-back")
    assert (found["as_of"], found["kind"]) == ("2024-05-01", kind)
    back = answer(authority, listed=kind == "CRL", at="2025-05-01", gone="2025-02-03")
    (found,) = pick(give(case, keep(raw, good, back)), "taken-back")
    assert (found["as_of"], found["since"]) == ("2025-05-01", "2025-02-03")
    stamped = sign(render_pdf("Two cameras"), authority, stamped="2024-12-24")
    (found,) = pick(give(case, keep(stamped, good, back)), "taken-back-later")
    assert (found["stamped"], found["since"]) == ("2024-12-24", "2025-02-03")
    stranger = Authority(tmp_path / "other")
    stranger.issue("signer", "/O=City Office/CN=Somebody")
    forged = answer(stranger, listed=kind == "CRL", at="2025-05-01", gone="2025-02-03")
    assert pick(give(case, keep(raw, forged)), "not-asked")


def pick(done: Stored, ending: str) -> list[Mapping[str, object]]:
    """The arguments of what is said under a name."""
    return [one.args for one in done.problems if one.message == f"pdf-signature.{ending}"]
