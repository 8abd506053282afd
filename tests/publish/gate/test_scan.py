import pytest

from sousveil.publish.gate.scan import find_identifiers, find_photo_metadata, is_iban, is_master_number

# Made-up numbers whose check digits are right: what must be found.
PLANTED = [
    ("jmbg", "0101990710008"),
    ("jmbg", "rođen, JMBG 0101990 710008."),
    ("jmbg", "https://example.org/person?id=0101990710008"),
    ("email", "write to ana.petrovic@example.org today"),
    ("email", "ana.petrovic [at] example [dot] org"),
    ("email", "mailto:ana+x@mail.example.co.rs"),
    ("phone", "tel. +381 64 123 45 67"),
    ("phone", "pozovite 064/123-4567"),
    ("phone", "(011) 3346-543"),
    ("phone", "0041 44 668 18 00"),
    ("phone", "call (202) 555-0147"),
    ("phone", "+381\u00a064\u202f123\u00a045\u00a067"),
    ("phone", "064\u2013123\u201145\u201167"),
    ("phone", "https://wa.me/381641234567"),
    ("phone", '<a href="tel:+381641234567">'),
    ("phone", "https://api.whatsapp.com/send?phone=381641234567"),
    ("plate", "a car with BG 1234-ŽĆ was seen"),
    ("plate", "NS-123-AB"),
    ("plate", "возило БГ 123-АБ"),
    ("iban", "RS35 2600 0560 1001 6113 79"),
    ("iban", "DE89370400440532013000"),
    ("iban", "account GB82 WEST 1234 5698 7654 32"),
]
# Numbers of a public record that look like identifiers and are none.
INNOCENT = [
    "https://www.rferl.org/a/exclusive-safe-city-china-surveillance-huawei-facial-recognition/33501155.html",
    "https://web.archive.org/web/20190313232443/https://e.huawei.com/en/case-studies/global/2018/201808231012",
    "/doi/pdf/10.1177/19401612231170092?download=true",
    "10.60097/DOTPL/214711",
    "https://orcid.org/0000-0002-4046-0867, ORCID 0000-0003-2315-5040",
    "ISSN 0038-0318, ISBN 978-86-7025-001-7",
    "https://doiserbia.nb.rs/Article.aspx?ID=0038-03182401064Z",
    "https://openurl.ebsco.com/contentitem/gcd:116579650?sid=ebsco:plink:crawler&id=ebsco:gcd:116579650",
    "from $1.1 million to $71,371; 10,773 incidents, 6,652,212 people, 0.0000851 a head",
    "2019-03-30, 30.03.2019, 12.03.2024 and 2017/2019",
    "Official Gazette 87/2018, 120/2004, 54/2007, 104/2009, 36/2010, 105/2021",
    "order 33501155; 0101990710009 fails its check digit",
    "44.8178, 20.4569; 44.80401 20.46513",
    "press-freedom.score@2022 and rsf.score@2022.",
    "a handle @someone, https://medium.com/@someone/post",
    "SHA-256 0101990710008a9f33e3b1c8cf5d0a93a5f0b7c6f1d2e3f4a5b6c7d8e9f0a1b2",
    "LE 2016/680, AB 12, U+0400-045F",
    "IBAN DE89370400440532013001 with a wrong check",
    "pages 103-120, 412-430; 5 2018 2019 2020",
]


@pytest.mark.parametrize(("kind", "text"), PLANTED)
def test_a_planted_identifier_is_found(kind: str, text: str) -> None:
    assert kind in {hit.kind for hit in find_identifiers(text)}


@pytest.mark.parametrize("text", INNOCENT)
def test_numbers_of_the_record_raise_no_alarm(text: str) -> None:
    assert list(find_identifiers(text)) == []


def test_a_hit_stands_where_its_text_stands() -> None:
    text = "first line\nsecond, BG 1234-AB there"
    (hit,) = find_identifiers(text)
    assert text[hit.start :].startswith("BG 1234-AB")


@pytest.mark.parametrize("place", range(13))
def test_one_changed_digit_of_a_master_number_breaks_its_check(place: int) -> None:
    digits = "0101990710008"
    changed = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
    assert not is_master_number(changed)


def test_an_account_number_needs_its_check() -> None:
    assert is_iban("RS35260005601001611379")
    assert not is_iban("RS35260005601001611378")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xff\xd8\xff\xe1\x00\x10Exif\0\0MM\0*GPS", "Exif"),
        (b"\x89PNG\r\n\x1a\n....eXIf....", "eXIf"),
        (b"RIFF....WEBPVP8X....EXIF....", "EXIF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\0", ""),
        (b"\x89PNG\r\n\x1a\nIHDR", ""),
    ],
)
def test_what_a_camera_wrote_into_a_picture_is_found(content: bytes, found: str) -> None:
    assert find_photo_metadata(content) == found
