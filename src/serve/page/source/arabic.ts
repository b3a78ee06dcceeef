// The page's words in Arabic.
import type { Words } from "./english";

const number = (n: number): string => n.toLocaleString("en");
const rules = new Intl.PluralRules("ar");

/** A counted noun in the form that its number asks for. */
function counted(
    n: number,
    [one, two, few, many, other, none]: [string, string, string, string, string, string],
): string {
    switch (rules.select(n)) {
        case "zero":
            return none;
        case "one":
            return one;
        case "two":
            return two;
        case "few":
            return `${number(n)} ${few}`;
        case "many":
            return `${number(n)} ${many}`;
        default:
            return `${number(n)} ${other}`;
    }
}

const units = (n: number): string =>
    counted(n, ["وحدة واحدة", "وحدتان", "وحدات", "وحدة", "وحدة", "لا وحدات"]);

const penalties: Record<string, string> = {
    spelling: "الرسم",
    case: "حالة الأحرف",
    punctuation: "الترقيم",
    spacing: "المسافات",
    numbers: "الأعداد",
    tags: "الوسوم",
    unreviewed: "غير مراجَعة",
    machine: "ترجمة آلية",
    memory: "هذه الذاكرة",
};

export const arabic: Words = {
    code: "ar",
    dir: "rtl",
    locale: "ar-u-nu-latn",
    number,
    commands: {
        search: "البحث",
        down: "الوحدة التالية",
        up: "الوحدة السابقة",
        first: "الوحدة الأولى",
        last: "الوحدة الأخيرة",
        copy: "نسخ الترجمة",
        edit: "تحرير الترجمة",
        editSource: "تحرير الأصل",
        keep: "حفظ التحرير",
        back: "إلغاء؛ إغلاق؛ مغادرة البحث",
        history: "تاريخ الوحدة",
        undo: "التراجع عما جرى في هذه الصفحة",
        add: "إضافة وحدة",
        remove: "حذف الوحدة",
        swap: "البحث بالترجمة",
        columns: "المطابقات والسياقات، أو أحدهما",
        reviews: "مراجعات نصوص جديدة",
        help: "المفاتيح",
    },
    ops: {
        replace: "كلمة أخرى",
        insert: "في العبارة وحدها",
        delete: "في الذاكرة وحدها",
        clitic: "أداة أخرى",
        number: "عدد آخر",
        spelling: "رسم آخر",
        punctuation: "ترقيم آخر",
        tag: "وسم آخر",
    },
    kinds: {
        context: "في السياق",
        exact: "تامة",
        "same-words": "الكلمات نفسها",
        fuzzy: "تقريبية",
        nearest: "الأقرب",
    },
    columns: {
        both: "المطابقات والسياقات",
        matches: "المطابقات",
        concordance: "السياقات",
    },
    short: { copy: "نسخ", edit: "تحرير", history: "التاريخ", remove: "حذف" },
    placeholder: "جملة أو عبارة بأي من اللغتين",
    options: "الخيارات",
    memory: "الذاكرة",
    allMemories: "كل الذاكرات",
    direction: "الاتجاه",
    anyDirection: "في الاتجاهين",
    least: "أدنى درجة",
    leastOf: (n) => `من ${n}٪`,
    filters: "المرشحات",
    filtersPlace: "domain=news; client=…",
    view: "العرض",
    matches: "المطابقات",
    concordance: "السياقات",
    phrases: "أجزاء من العبارة",
    terms: "المصطلحات",
    query: "العبارة",
    score: (n) => `${n}٪`,
    found: (matches, places) =>
        `${counted(matches, ["مطابقة واحدة", "مطابقتان", "مطابقات", "مطابقة", "مطابقة", "لا مطابقات"])}، ${counted(
            places,
            ["موضع واحد", "موضعان", "مواضع", "موضعًا", "موضع", "لا مواضع"],
        )}`,
    places: (shown, total) => (shown < total ? `${number(shown)} من ${number(total)}` : number(total)),
    more: "إظهار المزيد",
    noMatch: "لا وحدة تشبه هذا.",
    lower: (n) => `البحث من ${n}٪`,
    noPlace: "لا ترد العبارة في أي موضع.",
    unfiltered: "لا تضيّق المرشحات السياقات.",
    welcome: "اكتب بأي من اللغتين؛ تظهر النتائج أثناء الكتابة.",
    units,
    reads: "للقراءة فقط",
    reviewed: "مراجَعة",
    penalty: (kind, points) => `${penalties[kind] ?? kind} −${number(points)}`,
    created: (date) => `أضيفت ${date}`,
    changed: (date) => `غُيّرت ${date}`,
    notesOf: "ملاحظة",
    copied: "نُسخت.",
    notCopied: "لا يسمح المتصفح بالنسخ.",
    editing: "Ctrl+Enter للحفظ، Esc للإلغاء",
    keep: "حفظ",
    keepAnyway: "حفظ مع ذلك",
    cancel: "إلغاء",
    close: "إغلاق",
    kept: "حُفظت.",
    merged: "حُفظت وضُمّت إلى وحدة لها النصان نفساهما.",
    unchanged: "لم يتغير شيء.",
    added: "أضيفت.",
    removed: "حُذفت. المفتاح Z يعيدها.",
    undone: "تم التراجع.",
    nothingToUndo: "لم يجرِ شيء في هذه الصفحة.",
    conflict: "لا يمكن التراجع: غُيّرت الوحدة مرة أخرى.",
    readOnly: "لا يسمح هذا الرمز إلا بقراءة هذه الذاكرة.",
    whichMemory: "اختر الذاكرة أولًا: لا يُعرف من أيها هذه الوحدة.",
    silence: "لا يجيب البرنامج. أما زال يعمل؟",
    again: "إعادة المحاولة",
    hint: "تلميح",
    source: "الأصل",
    target: "الترجمة",
    sourceLang: "لغة الأصل",
    targetLang: "لغة الترجمة",
    domain: "المجال",
    client: "العميل",
    project: "المشروع",
    note: "ملاحظة",
    reviews: "المراجعات",
    beginReview: "حاذِ وراجع",
    begunReviews: "بدأت هنا",
    noneBegun: "لم تبدأ أي مراجعة بعد.",
    noReviews: "لا يحفظ الخادم مراجعات، أو لا يحق لهذا الرمز أن يكتب.",
    aligning: "تجري المحاذاة…",
    file: "ملف",
    addTitle: "وحدة جديدة",
    add: "إضافة",
    historyTitle: (unit) => `تاريخ الوحدة ${unit}`,
    noHistory: "لا يُعرف شيء عن هذه الوحدة: هي أقدم من التاريخ.",
    operations: {
        import: "استيراد",
        add: "إضافة",
        edit: "تحرير",
        remove: "حذف",
        align: "محاذاة",
        undo: "تراجع",
        upgrade: "ترقية",
    },
    by: (user) => `بيد ${user}`,
    takeBack: "التراجع عن هذا",
    takesBackMany: (n) => `يشمل هذا التراجع: ${units(n)}.`,
    takeBackAll: "التراجع مع ذلك",
    before: "قبل",
    settings: {
        title: "الإعدادات",
        theme: "الألوان",
        themes: { auto: "كما في النظام", light: "فاتحة", dark: "داكنة" },
        speech: "لغة الصفحة",
    },
    helpTitle: "المفاتيح",
    helpIntro: "تعمل الحروف حيث لا يُكتب نص، وبلوحة المفاتيح العربية أيضًا.",
};
