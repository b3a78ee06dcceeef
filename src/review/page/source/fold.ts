// Texts as a search compares them: without case, vowel marks, stretching and forms of hamza.

/** Latin accents, Arabic vowel marks and Koranic signs, the stretching stroke, marks of direction. */
const MARKS =
    /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const LETTERS: Record<string, string> = {
    أ: "ا",
    إ: "ا",
    آ: "ا",
    ٱ: "ا",
    ؤ: "و",
    ئ: "ي",
    ى: "ي",
    ی: "ي",
    ک: "ك",
    ة: "ه",
};
const FORMS = new RegExp(`[${Object.keys(LETTERS).join("")}٠-٩۰-۹]`, "g");

function form(sign: string): string {
    const letter = LETTERS[sign];
    if (letter !== undefined) return letter;
    // Digits of both Arabic kinds stand in the order of their values.
    const code = sign.charCodeAt(0);
    return String(code - (code >= 0x6f0 ? 0x6f0 : 0x660));
}

export function fold(text: string): string {
    return text.normalize("NFKD").replace(MARKS, "").replace(FORMS, form).toLowerCase().replace(/\s+/g, " ");
}
