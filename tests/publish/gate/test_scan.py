import pytest

from sousveil.publish.gate.digits import is_account, is_iban, is_master_number
from sousveil.publish.gate.scan import find_identifiers, find_photo_metadata

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
# The same as people and programs hide them, cut them and wrap them up.
HIDDEN = [
    ("jmbg", "0101 990 710 008"),
    ("jmbg", "01-01-990-71-000-8"),
    ("jmbg", "01.01.990.710008"),
    ("jmbg", "0101990/710008"),
    ("jmbg", "0101\u200b990710008"),
    ("jmbg", "0101990\xad710008"),
    ("jmbg", "0101990\u2060710\ufeff008"),
    ("jmbg", "0 1 0 1 9 9 0 7 1 0 0 0 8"),
    ("jmbg", "JMBG:0101990710008"),
    ("jmbg", "ЈМБГ 0101990710008"),
    ("jmbg", "ЈМБГ0101990710008"),
    ("jmbg", "JMBG0101990710008"),
    ("jmbg", "jmbg_0101990710008.pdf"),
    ("jmbg", "%30101990710008"),
    ("jmbg", "0101990%20710008"),
    ("jmbg", "https://e.org/?q=0101990%2D710008"),
    ("jmbg", "٠١٠١٩٩٠٧١٠٠٠٨"),
    ("jmbg", "\uff10\uff11\uff10\uff11\uff19\uff19\uff10\uff17\uff11\uff10\uff10\uff10\uff18"),
    ("jmbg", "0101990\u2009710\u2009008"),
    ("jmbg", "0101990\n710008"),
    ("jmbg", "&#48;101990710008"),
    ("jmbg", "0101990*710008*"),
    ("jmbg", "0101990\u202f71\u202f0008"),
    ("jmbg", "рођен, 0101990710008г."),
    ("email", "ana.petrovic@example.org"),
    ("email", "ana.petrovic%40example.org"),
    ("email", "https://e.org/?m=ana.petrovic%40example.org"),
    ("email", "ana.petrovic\u200b@\u200bexample.org"),
    ("email", "ana.petrovic @ example.org"),
    ("email", "ana . petrovic @ example . org"),
    ("email", "ana.petrovic(at)example.org"),
    ("email", "ana.petrovic AT example DOT org"),
    ("email", "ana.petrovic at example dot org"),
    ("email", "ana.petrovic (et) example.org"),
    ("email", "ana.petrovic [majmun] example.org"),
    ("email", "ана.петровић@пример.срб"),
    ("email", "ана.петровић@example.rs"),
    ("email", "ana.petrovic\uff20example.org"),
    ("email", "ana.petrovic\ufe6bexample.org"),
    ("email", "ana.petrovic@xn--e1afmkfd.xn--90a3ac"),
    ("email", "ana.petrovic{at}example{dot}org"),
    ("email", "ana.petrovic<at>example.org"),
    ("email", "ana.petrovic&#64;example.org"),
    ("email", "ana.petrovic\xad@example.org"),
    ("email", "ana\u200b.petrovic@example.org"),
    ("email", "mailto:ana.petrovic%40example.org"),
    ("email", '"ana petrovic"@example.org'),
    ("email", "ana.petrovic@[192.0.2.1]"),
    ("email", "ana.petrovic@\nexample.org"),
    ("phone", "+381641234567"),
    ("phone", "+381 (0)64 123 45 67"),
    ("phone", "+381-64-123-4567"),
    ("phone", "00381641234567"),
    ("phone", "0641234567"),
    ("phone", "064 1234567"),
    ("phone", "064 12 34 567"),
    ("phone", "064-12-34-567"),
    ("phone", "064.123.45.67"),
    ("phone", "064/12 34 567"),
    ("phone", "064 123 4567"),
    ("phone", "06 41 23 45 67"),
    ("phone", "0 6 4 1 2 3 4 5 6 7"),
    ("phone", "+3 8 1 6 4 1 2 3 4 5 6 7"),
    ("phone", "+381\u200b64\u200b1234567"),
    ("phone", "064\u200b1234567"),
    ("phone", "%2B381641234567"),
    ("phone", "https://e.org/?phone=%2B381641234567"),
    ("phone", "https://e.org/c/+381641234567"),
    ("phone", "viber://chat?number=%2B381641234567"),
    ("phone", "011/3346-543"),
    ("phone", "011 334 65 43"),
    ("phone", "021/6543210"),
    ("phone", "(0)64 123 4567"),
    ("phone", "381641234567"),
    ("phone", "тел. 0641234567"),
    ("phone", "тел.064/1234567"),
    ("phone", "тел:+381641234567"),
    (
        "phone",
        "\uff0b\uff13\uff18\uff11\uff16\uff14\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
    ),
    ("phone", "tel:064-1234567"),
    ("phone", "tel:0641234567"),
    ("phone", "https://t.me/+381641234567"),
    ("phone", "064*123*4567"),
    ("phone", "064_123_4567.jpg"),
    ("phone", "064 / 123 - 45 - 67"),
    ("phone", "064\u20131234\u2013567"),
    ("phone", "+49 30 1234567"),
    ("phone", "+1 202 555 0147"),
    ("plate", "BG 1234-ŽĆ"),
    ("plate", "BG1234ŽĆ"),
    ("plate", "BG-1234-ŽĆ"),
    ("plate", "BG 1234 ŽĆ"),
    ("plate", "bg 1234-žć"),
    ("plate", "bg1234ab"),
    ("plate", "BG\u200b1234\u200bAB"),
    ("plate", "BG 1234\u2013AB"),
    ("plate", "BG - 1234 - AB"),
    ("plate", "BG  1234  AB"),
    ("plate", "БГ 1234-ЖЋ"),
    ("plate", "бг 1234-жћ"),
    ("plate", "BG·1234·AB"),
    ("plate", "BG%201234-AB"),
    ("plate", "BG_1234_AB.jpg"),
    ("plate", "https://e.org/BG-1234-AB.jpg"),
    ("plate", "https://e.org/?t=BG1234AB"),
    ("plate", "B G 1 2 3 4 A B"),
    ("plate", "Bg 1234-Ab"),
    ("plate", "таблице БГ1234АБ"),
    ("plate", "ČA 123-AB"),
    ("iban", "RS35260005601001611379"),
    ("iban", "RS35-2600-0560-1001-6113-79"),
    ("iban", "rs35 2600 0560 1001 6113 79"),
    ("iban", "RS35\u200b2600\u200b0560\u200b1001\u200b6113\u200b79"),
    ("iban", "260-0056010016113-79"),
    ("iban", "RS35 260005601001611379"),
    ("iban", "IBAN:RS35260005601001611379"),
    ("iban", "IBANRS35260005601001611379"),
    ("iban", "рачун 260-0056010016113-79"),
    ("jmbg", "rodjena0101990710008a"),
    ("jmbg", "b0101990710008c"),
    ("jmbg", "id=ana0101990710008"),
    ("phone", "zovi0641234567odmah"),
    ("phone", "mob0641234567ana"),
    ("phone", "0641234567ana"),
    ("phone", "pozovi+381641234567sutra"),
    ("email", "ana-at-example-dot-org"),
    ("email", "ana.petrovic-at-example.org"),
    ("email", "ana_petrovic_at_example_dot_org"),
    ("email", "ana-majmun-primer-tačka-rs"),
    ("email", "ана-ет-пример-тачка-срб"),
    ("email", "ana-petrovic-at-mail.example.co.rs"),
    ("email", "YW5hLnBldHJvdmljQGV4YW1wbGUub3Jn"),
    ("email", "data:text/plain;base64,YW5hLnBldHJvdmljQGV4YW1wbGUub3Jn"),
    ("email", "https://e.org/c/YW5hLnBldHJvdmljQGV4YW1wbGUub3Jn"),
    ("email", "0LDQvdCwQNC/0YDQuNC80LXRgC7RgdGA0LE="),
    ("jmbg", "MDEwMTk5MDcxMDAwOA=="),
    ("jmbg", "https://e.org/?q=MDEwMTk5MDcxMDAwOA"),
    ("phone", "MDY0MTIzNDU2Nw=="),
    ("phone", "KzM4MTY0MTIzNDU2Nw=="),
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
    "do 2000-te, po 1234 km, po 500 RSD, sa 1990-im, LE 2016/680",
    "06.11.2019. 15:30, 06-12-2019 and 01.01.2019-31.12.2019",
    "20.0641234567, 44.0601234567; 0.0641234567 0.6412345678",
    "M12.5 30.2 40 50 01 01 990 12 34 56",
    "write at the dot product; look at me. Then go",
    "tel. 2019, telefon 2018-2019, page 011",
    "commit be1234ad, digest ac1234bb0101990710008",
    "site 7d0101990710008d, digest 9f0101990710008a9f33e3b1c8cf5d0a93a5f0b7",
    "https://example.org/news/a-look-at-cameras.rs, look-at-this, at-home, /take-a-look-at-it.me",
    "x0612345678901234, S0612345678901, 06123456780123abc",
    "surveillance-programmes/international-comparison, aGVsbG8gd29ybGQsIGhlbGxv",
    "a state-of-the-art-at-last system; day-at-a-time",
]


@pytest.mark.parametrize(("kind", "text"), PLANTED + HIDDEN)
def test_a_planted_identifier_is_found(kind: str, text: str) -> None:
    assert kind in {hit.kind for hit in find_identifiers(text)}


@pytest.mark.parametrize("text", INNOCENT)
def test_numbers_of_the_record_raise_no_alarm(text: str) -> None:
    assert list(find_identifiers(text)) == []


@pytest.mark.parametrize(
    "hidden", ["BG 1\u200b23\u00ad4-AB", "%42G%201234-AB", "&#66;G 1234-AB", "*BG* 1234-AB"]
)
def test_a_hidden_one_stands_where_its_text_is_written(hidden: str) -> None:
    text = f"first\u200b line *so*\nsecond%20one, {hidden} there"
    (hit,) = find_identifiers(text)
    assert hit.text == "BG 1234-AB"
    assert text.index(hidden) <= hit.start < text.index(hidden) + len(hidden)


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
    assert is_account("260", "0056010016113", "79")
    assert not is_account("260", "0056010016113", "78")


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
