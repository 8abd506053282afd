// Names of languages, which the browser knows: each in the page's language, or else in English, and in itself.

// The choices of `select` stand under tags; where the browser has no name for one, the tag stays.
export function nameLanguages(select: HTMLSelectElement): void {
  const tongue = document.documentElement.lang || "en";
  for (const choice of select.options) {
    const tag = choice.value;
    const names = [nameIn(tongue, tag) || nameIn("en", tag), nameIn(tag, tag)].filter((name) => name !== "");
    if (tag && names.length) choice.text = choice.text.replace(tag, [...new Set(names)].join(" · "));
  }
}

// A language's name in a language; empty where the browser does not write in that one, or knows no such tag.
function nameIn(tongue: string, tag: string): string {
  try {
    const names = new Intl.DisplayNames([tongue], { type: "language", fallback: "none" });
    const written = new Intl.Locale(names.resolvedOptions().locale).language;
    return written === new Intl.Locale(tongue).language ? (names.of(tag) ?? "") : "";
  } catch {
    return ""; // tags on maps are older and looser than the standard
  }
}
