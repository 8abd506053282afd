"""A time-stamping server of the tests' own on this machine: OpenSSL signs, so that another program made each token."""

import shutil
import socket
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import ocsp

from tests.workbench.custody.servers import RawServer, page

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")
SETTINGS = """\
[req]
distinguished_name = name
prompt = no
[name]
O = Test Time
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[stamper]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[signer]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
[ca]
default_ca = issuing
[issuing]
database = {folder}/issued
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
unique_subject = no
[any]
organizationName = supplied
commonName = supplied
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """A root, and certificates that it issued, as files of a folder."""

    def __init__(self, folder: Path, name: str = "Test Root") -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        (folder / "settings").write_text(SETTINGS.format(folder=folder), encoding="ascii")
        (folder / "serial").write_text("01", encoding="ascii")
        self._run("req", "-x509", *self._new_key("root"), "-out", "root.pem", "-days", "3650", "-extensions", "root",
                  "-subj", f"/O=Test Time/CN={name}")  # fmt: skip

    def issue(
        self, kind: str, subject: str, *, name: str = "", years: tuple[int, int] = (2020, 2050)
    ) -> None:
        """Write key and certificate of a kind (`stamper`, `signer`) under a name, good from one year to another."""
        name = name or kind
        first, last = (f"{year}0101000000Z" for year in years)
        (self.folder / "issued").touch()
        self._run("req", "-new", *self._new_key(name), "-out", f"{name}.csr", "-subj", subject)
        self._run("ca", "-batch", "-notext", "-config", "settings", "-cert", "root.pem", "-keyfile", "root.key",
                  "-in", f"{name}.csr", "-out", f"{name}.pem", "-startdate", first, "-enddate", last,
                  "-extensions", kind)  # fmt: skip

    @property
    def root(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()

    def stamp(self, query: bytes, *, name: str = "stamper") -> bytes:
        """The answer to a question for a time stamp."""
        (self.folder / "query").write_bytes(query)
        self._run("ts", "-reply", "-queryfile", "query", "-inkey", f"{name}.key", "-signer", f"{name}.pem",
                  "-section", "tsa", "-config", "settings", "-out", "reply")  # fmt: skip
        return (self.folder / "reply").read_bytes()

    def agrees(self, digest: str, token: Path, root: bytes) -> bool:
        """Whether OpenSSL itself says that a token is about a digest and signed by whom a root vouches for."""
        (self.folder / "trusted").write_bytes(root)
        asked = ["openssl", "ts", "-verify", "-digest", digest, "-in", str(token), "-CAfile", "trusted"]
        return (
            subprocess.run(asked, cwd=self.folder, check=False, capture_output=True, timeout=60).returncode
            == 0
        )

    def _new_key(self, name: str) -> tuple[str, ...]:
        return ("-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-config", "settings")

    def _run(self, *said: str) -> None:
        subprocess.run(["openssl", *said], cwd=self.folder, check=True, capture_output=True, timeout=60)


def answer(
    authority: Authority, *, listed: bool, at: str, gone: str = "", name: str = "signer"
) -> tuple[bytes, bytes]:
    """A list (CRL) or an answer (OCSP) of the root about a certificate, of a day; taken back on a later one."""
    root = x509.load_pem_x509_certificate(authority.root)
    read = (authority.folder / f"{name}.pem").read_bytes
    signer = x509.load_pem_x509_certificate(read())
    key = serialization.load_pem_private_key((authority.folder / "root.key").read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    day, back = datetime.fromisoformat(at), datetime.fromisoformat(gone) if gone else None
    if listed:
        made = x509.CertificateRevocationListBuilder(root.subject, day, day + timedelta(days=7))
        if back:
            one = x509.RevokedCertificateBuilder(signer.serial_number, back).build()
            made = made.add_revoked_certificate(one)
        return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER), b""
    status = ocsp.OCSPCertStatus.REVOKED if back else ocsp.OCSPCertStatus.GOOD
    reply = ocsp.OCSPResponseBuilder().add_response(
        signer,
        root,
        hashes.SHA256(),
        status,
        day,
        day + timedelta(days=7),
        back,
        None,
    )
    reply = reply.responder_id(ocsp.OCSPResponderEncoding.NAME, root)
    return b"", reply.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def serve_stamps(stamp: Callable[[bytes], bytes], status: str = "200 OK") -> RawServer:
    """A server that answers each question for a time stamp by what a function makes of it."""

    def answer(connection: socket.socket, _: str) -> None:
        said = page(stamp(server.bodies[-1]), "Content-Type: application/timestamp-reply", status=status)
        connection.sendall(said)

    server = RawServer(answer)
    return server
