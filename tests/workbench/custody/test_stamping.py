"""Time stamps on stored copies: asked for on this machine, signed by OpenSSL, examined offline; OpenSSL agrees."""

import asyncio
import hashlib
import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from asn1crypto import cms, crl, ocsp, tsp  # type: ignore[import-untyped]
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.sign.timestamps import DummyTimeStamper

from sousveil.adapters.captures.timestamps import BadToken, examine_token, render_query
from sousveil.case.custody import change_sums
from sousveil.case.load import load_case
from sousveil.cli.main import main
from sousveil.workbench.custody import authenticity, stamping, vouching
from sousveil.workbench.custody.capturing import capture_file
from sousveil.workbench.custody.net import Caller, Limits
from sousveil.workbench.custody.redacting import redact_copy
from sousveil.workbench.custody.stamping import ask_stamp, import_stamp
from sousveil.workbench.custody.verifying import Verified, verify_case
from tests.workbench.custody.servers import RawServer
from tests.workbench.custody.stampers import Authority, answer, needs_openssl, serve_stamps

pytestmark = needs_openssl
HERE = Caller("desk@example.org", private=True, limits=Limits(seconds=20, silence_s=20))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    made = Authority(tmp_path_factory.mktemp("tsa") / "root")
    made.issue("stamper", "/O=Test Time/CN=Test Stamper")
    return made


@pytest.fixture
def server(authority: Authority) -> Iterator[RawServer]:
    made = serve_stamps(authority.stamp)
    yield made
    made.close()


@pytest.fixture
def case(tmp_path: Path, authority: Authority) -> Path:
    """A case with one stored copy that trusts the authority."""
    folder = tmp_path / "case"
    (folder / "sources").mkdir(parents=True)
    (folder / "certificates").mkdir()
    (folder / "certificates" / "test.pem").write_bytes(authority.root)
    (folder / "case.toml").write_text('format = 1\nid = "x"\ntitle = "X"\n')
    fields = ("id: s-bill", "type: document", "kind: primary", "title: Bill")
    (folder / "sources" / "bill.md").write_text("\n".join(("---", *fields, "---", "")))
    (tmp_path / "bill.html").write_bytes(b"<p>Two cameras</p>")
    capture_file(folder, "s-bill", tmp_path / "bill.html", actor="ana")
    return folder


def main_file(case: Path) -> str:
    (capture,) = load_case(case)[0].sources["s-bill"].captures
    return capture.path


def about_file(case: Path) -> str:
    return main_file(case).replace("original.html", "capture.json")


def messages(found: Verified) -> list[str]:
    return [problem.message for problem in found.problems]


def why_untrusted(case: Path) -> object:
    """Why no certificate vouches for the one time stamp there is."""
    return {one.message: one.args for one in verify_case(case).problems}["stored-token.untrusted"]["why"]


def put_token(case: Path, raw: bytes) -> None:
    """A time stamp as one that was stored, whatever it is."""
    path = case / "captures" / f"{about_file(case)}.tsr"
    path.write_bytes(raw)
    change_sums(case, add={f"{about_file(case)}.tsr": hashlib.sha256(raw).hexdigest()})


def query_about(case: Path, name: str) -> bytes:
    digest = hashlib.sha256((case / "captures" / name).read_bytes()).hexdigest()
    return render_query(digest, 1)


def test_a_stamp_is_stored_verifies_and_openssl_agrees(
    case: Path, server: RawServer, authority: Authority
) -> None:
    done = ask_stamp(case, about_file(case), server.at(), HERE, actor="ana")
    assert done.folder == f"{about_file(case)}.tsr"
    found = verify_case(case)
    assert messages(found) == []
    (stamped,) = found.stamps
    assert (stamped.file, stamped.root) == (about_file(case), "certificates/test.pem")
    assert stamped.authority == "Test Stamper, Test Time"
    digest = hashlib.sha256((case / "captures" / stamped.file).read_bytes()).hexdigest()
    assert authority.agrees(digest, case / "captures" / stamped.token, authority.root)
    assert not authority.agrees("0" * 64, case / "captures" / stamped.token, authority.root)
    assert b"original.html" not in server.bodies[0]  # a digest is sent, and nothing else
    last = json.loads((case / "custody.jsonl").read_text().splitlines()[-1])
    assert (last["event"], list(last["files"])) == ("stamped", [stamped.token])


def test_no_bit_of_a_token_can_be_changed_into_another_statement(case: Path, authority: Authority) -> None:
    raw = authority.stamp(query_about(case, about_file(case)))
    roots, _ = vouching.read_roots(case)
    sound = examine_token(raw, roots)
    said = set()
    for place in range(0, len(raw), 7):
        changed = bytearray(raw)
        changed[place] ^= 1
        try:
            said.add(examine_token(bytes(changed), roots))
        except BadToken:
            continue
    vouched = {one for one in said if one.vouching.root}
    assert vouched <= {sound}
    assert said > vouched
    for end in range(0, len(raw), 11):
        with pytest.raises(BadToken):
            examine_token(raw[:end], roots)


def test_a_token_altered_in_its_time_is_named(case: Path, authority: Authority) -> None:
    raw = authority.stamp(query_about(case, about_file(case)))
    year = raw.index(b"Z", raw.index(b"\x18\x0f")) - 14  # a GeneralizedTime of 15 bytes
    put_token(case, raw[:year] + b"1999" + raw[year + 4 :])
    found = verify_case(case)
    assert "stored-token.altered" in messages(found)
    assert not found.stamps


def test_a_token_about_another_file_is_named(case: Path, authority: Authority) -> None:
    put_token(case, authority.stamp(render_query("ab" * 32, 1)))
    found = verify_case(case)
    assert "stored-token.other" in messages(found)
    assert not found.stamps


def test_nobody_is_trusted_who_was_not_named(case: Path, server: RawServer, tmp_path: Path) -> None:
    ask_stamp(case, about_file(case), server.at(), HERE, actor="ana")
    other = Authority(tmp_path / "other")  # of the same name
    (case / "certificates" / "test.pem").write_bytes(other.root)
    assert messages(verify_case(case)) == ["stored-token.untrusted"]
    (case / "certificates" / "test.pem").write_bytes(b"no certificate")
    assert sorted(messages(verify_case(case))) == ["stored-token.untrusted", "trusted-certificate"]
    shutil.rmtree(case / "certificates")
    assert messages(verify_case(case)) == ["stored-token.untrusted"]


def test_a_certificate_for_other_ends_does_not_stamp(case: Path, authority: Authority) -> None:
    authority.issue("signer", "/O=Test Time/CN=Test Stamper")
    certificate = load_cert_from_pemder(str(authority.folder / "signer.pem"))  # type: ignore[no-untyped-call]
    key = load_private_key_from_pemder(str(authority.folder / "signer.key"), None)
    stamper = DummyTimeStamper(certificate, key)  # OpenSSL refuses to do it
    asked = tsp.TimeStampReq.load(query_about(case, about_file(case)))
    put_token(case, asyncio.run(stamper.async_request_tsa_response(asked)).dump())
    assert why_untrusted(case) == "chain constraints failure"  # it leads to the root, and is not for this


def test_a_certificate_that_had_run_out_does_not_stamp(case: Path, tmp_path: Path) -> None:
    late = Authority(tmp_path / "late")
    late.issue("stamper", "/O=Test Time/CN=Late", years=(2020, 2022))
    (case / "certificates" / "late.pem").write_bytes(late.root)
    put_token(case, late.stamp(query_about(case, about_file(case))))
    assert why_untrusted(case) == "out of bounds no poe"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"", "200 OK"),
        (b"<html>", "200 OK"),
        (b"", "500 Broken"),
        (bytes.fromhex("30053003020102"), "200 OK"),
    ],
)
def test_what_is_no_stamp_is_not_stored(case: Path, answer: bytes, status: str) -> None:
    server = serve_stamps(lambda _: answer, status)
    done = ask_stamp(case, about_file(case), server.at(), HERE, actor="ana")
    server.close()
    assert [problem.message for problem in done.problems] == ["timestamp-refused"]
    assert not messages(verify_case(case))
    assert not list((case / "captures").rglob("*.tsr"))


def test_an_answer_to_another_question_is_not_stored(case: Path, authority: Authority) -> None:
    server = serve_stamps(lambda _: authority.stamp(query_about(case, about_file(case))))  # another number
    done = ask_stamp(case, about_file(case), server.at(), HERE, actor="ana")
    server.close()
    assert not done.folder
    assert not list((case / "captures").rglob("*.tsr"))


def test_this_machine_is_not_asked_unless_told(case: Path, server: RawServer) -> None:
    done = ask_stamp(case, about_file(case), server.at(), Caller("desk@example.org"), actor="ana")
    assert not done.folder
    assert not server.heads


def test_a_token_that_somebody_has_finds_its_file(case: Path, authority: Authority, tmp_path: Path) -> None:
    token = tmp_path / "mine.tsr"
    token.write_bytes(authority.stamp(query_about(case, main_file(case))))
    for _ in range(2):  # the second time it is there already
        assert import_stamp(case, token, actor="ana").folder == f"{main_file(case)}.tsr"
    found = verify_case(case)
    assert (messages(found), [one.file for one in found.stamps]) == ([], [main_file(case)])
    redact_copy(case, main_file(case), None, reason="as asked", actor="ana")
    assert messages(verify_case(case)) == []  # what it is about is known, though it is gone
    token.write_bytes(authority.stamp(render_query("ab" * 32, 1)))
    assert import_stamp(case, token, actor="ana").problems[0].message == "timestamp-refused.nobody"


def test_what_a_stopped_run_left_is_completed_by_the_next(
    case: Path, server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stamping, "append_event", stop)
        with pytest.raises(KeyboardInterrupt):
            ask_stamp(case, about_file(case), server.at(), HERE, actor="ana")
    assert messages(verify_case(case)) == ["stored-event.none"]
    ask_stamp(case, about_file(case), server.at(), HERE, actor="ana")
    found = verify_case(case)
    assert messages(found) == []
    assert len(found.stamps) == 2


def test_without_the_extra_it_is_said(case: Path, server: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_stamp(case, about_file(case), server.at(), HERE, actor="ana")
    for module in (authenticity, stamping):
        monkeypatch.setattr(module, "HAS_EXTRA", False)
    assert messages(verify_case(case)) == ["stored-token.unread"]
    done = ask_stamp(case, about_file(case), server.at(), HERE, actor="ana")
    assert [problem.message for problem in done.problems] == ["timestamp-refused.extra"]


def test_the_command_stores_and_stamps_in_one_go(
    case: Path, server: RawServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["capture", str(case), "s-bill", "--file", str(tmp_path / "bill.html"), "--timestamp", server.at()]
    assert main(said) == 2
    assert "--network" in capsys.readouterr().err
    network = ["--network", "--private", "--contact", "desk@example.org"]
    assert main([*said, *network]) == 0
    copy = load_case(case)[0].sources["s-bill"].captures[-1].path
    assert main(["capture", str(case), "--of", copy, "--timestamp", server.at(), *network]) == 0
    capsys.readouterr()
    assert main(["verify", str(case), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["file"] for one in told["stamps"]] == [f"{Path(copy).parent.as_posix()}/capture.json", copy]
    assert main(["verify", str(case)]) == 0
    assert "existed not later than" in capsys.readouterr().out


def add_answer(raw: bytes, listed: bytes, asked: bytes) -> bytes:
    """A time stamp with a list (CRL) or an answer (OCSP) among what its signature brings along, which is not signed."""
    reply = tsp.TimeStampResp.load(raw)
    other = (
        {"other_rev_info_format": "ocsp_response", "other_rev_info": ocsp.OCSPResponse.load(asked)}
        if asked
        else {}
    )
    choice = (
        ("other", cms.OtherRevocationInfoFormat(other))
        if asked
        else ("crl", crl.CertificateList.load(listed))
    )
    reply["time_stamp_token"]["content"]["crls"] = cms.RevocationInfoChoices(
        [cms.RevocationInfoChoice(*choice)]
    )
    return bytes(reply.dump(force=True))


@pytest.mark.parametrize("kind", ["CRL", "OCSP"])
def test_an_answer_in_a_stamp_says_whether_its_certificate_was_taken_back(
    kind: str, case: Path, authority: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = authority.stamp(query_about(case, about_file(case)))
    tell = partial(answer, listed=kind == "CRL", name="stamper")
    put_token(case, add_answer(raw, *tell(authority, at="2024-05-01")))
    (stamped,) = verify_case(case).stamps
    assert (stamped.revocation, stamped.revocation_as_of, stamped.revocation_by) == (
        "not taken back",
        "2024-05-01",
        kind,
    )
    main(["verify", str(case)])  # put there by hand, the stamp is not in the chain: that is said too
    assert "not taken back as of 2024-05-01" in " ".join(capsys.readouterr().out.split())
    put_token(case, add_answer(raw, *tell(authority, at="2025-05-01", gone="2025-02-03")))
    found = verify_case(case)
    assert "stored-token.taken-back" in messages(found)
    assert not found.stamps
    stranger = Authority(tmp_path / "other")
    stranger.issue("stamper", "/O=Test Time/CN=Test Stamper")
    put_token(case, add_answer(raw, *tell(stranger, at="2025-05-01", gone="2025-02-03")))
    (stamped,) = verify_case(case).stamps
    assert stamped.revocation == "not asked"
