"use strict";
(() => {
  // source/dom.ts
  function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== void 0 && value !== false) element.setAttribute(name, String(value));
    }
    fill(element, ...children);
    return element;
  }
  function fill(element, ...children) {
    element.replaceChildren(...children.filter((child) => child !== false && child !== void 0));
  }
  function bdi(text, dir = "auto", lang) {
    return h("bdi", { dir, lang }, visible(text));
  }
  function visible(text) {
    return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, (sign) => {
      const code = sign.charCodeAt(0);
      if (code < 32) return String.fromCharCode(9216 + code);
      return code === 127 ? "␡" : "�";
    });
  }
  function spoken(text) {
    return h("span", { class: "spoken" }, text);
  }

  // source/icons.ts
  var PATHS = {
    accept: "M3 8.5l3.2 3.2L13 4.8",
    reject: "M4 4l8 8M12 4l-8 8",
    omit: "M8 3.2v0M3 8h4M9 8h4M5.5 3.5l5 9",
    held: "M4 2.5h8M4 13.5h8M5 2.5c0 3 6 8 6 11M11 2.5c0 3-6 8-6 11",
    moved: "M5 13V3M2.5 5.5L5 3l2.5 2.5M11 3v10M8.5 10.5L11 13l2.5-2.5",
    note: "M3 3h10v7.5l-2.5 2.5H3zM5.5 6.2h5M5.5 9h3",
    merge: "M3 3v3.5c0 1 .8 1.5 1.8 1.5H13M3 13V9.5M10.5 5.5L13 8l-2.5 2.5",
    split: "M8 2v3.2M8 10.8V14M2.5 8h2M11.5 8h2M6.5 8h3",
    up: "M8 13V3.2M4 7l4-4 4 4",
    down: "M8 3v9.8M4 9l4 4 4-4",
    edit: "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z",
    more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
    evidence: "M8 7.2V12M8 4.3v.01M8 1.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 0 0 0-12.4z",
    undo: "M5.5 3L2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6",
    redo: "M10.5 3l3 3-3 3M13.5 6H6a3.5 3.5 0 0 0 0 7h4",
    next: "M4 3l5 5-5 5M12 3v10",
    pair: "M6.5 9.5a2.5 2.5 0 0 1 0-3.5l2-2a2.5 2.5 0 0 1 3.5 3.5l-1 1M9.5 6.5a2.5 2.5 0 0 1 0 3.5l-2 2a2.5 2.5 0 0 1-3.5-3.5l1-1",
    search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3L13.5 13.5",
    home: "M2.5 7.5L8 3l5.5 4.5M4 6.5V13h8V6.5",
    out: "M8 2.5v7.5M4.8 6.8L8 10l3.2-3.2M2.5 13.5h11",
    help: "M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M8 12.3v.01",
    settings: "M2.5 4.5h6M11.5 4.5h2M10 3v3M2.5 11.5h2M7.5 11.5h6M6 10v3",
    cut: "M8 2.5v11M5 5.5L2.5 8 5 10.5M11 5.5L13.5 8 11 10.5",
    realign: "M13 6.5A5.3 5.3 0 0 0 3.3 5.5M3 2.8v3h3M3 9.5a5.3 5.3 0 0 0 9.7 1M13 13.2v-3h-3",
    reopen: "M3.5 8a4.5 4.5 0 1 1 1.5 3.3M3.5 5v3h3",
    close: "M4 4l8 8M12 4l-8 8"
  };
  var SVG = "http://www.w3.org/2000/svg";
  function icon(name) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("class", `icon icon-${name}`);
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", PATHS[name]);
    svg.append(path);
    return svg;
  }

  // source/arabic.ts
  var number = (n) => n.toLocaleString("en");
  var rules = new Intl.PluralRules("ar");
  function counted(n, forms) {
    switch (rules.select(n)) {
      case "one":
        return forms.one;
      case "two":
        return forms.two;
      case "few":
        return `${number(n)} ${forms.few}`;
      case "many":
        return `${number(n)} ${forms.many}`;
      default:
        return `${number(n)} ${forms.other}`;
    }
  }
  var rows = (n) => counted(n, { one: "صف واحد", two: "صفان", few: "صفوف", many: "صفًا", other: "صف" });
  var segments = (n) => counted(n, { one: "مقطع واحد", two: "مقطعان", few: "مقاطع", many: "مقطعًا", other: "مقطع" });
  var pairs = (n) => counted(n, { one: "زوج واحد", two: "زوجان", few: "أزواج", many: "زوجًا", other: "زوج" });
  var decisions = (n) => counted(n, { one: "قرار واحد", two: "قراران", few: "قرارات", many: "قرارًا", other: "قرار" });
  var changes = (n) => counted(n, { one: "تغيير واحد", two: "تغييران", few: "تغييرات", many: "تغييرًا", other: "تغيير" });
  var arabic = {
    code: "ar",
    dir: "rtl",
    product: "مراجعة المحاذاة",
    number,
    commands: {
      down: "الصف التالي",
      up: "الصف السابق",
      left: "النص الأيسر",
      right: "النص الأيمن",
      nextDoubtful: "الصف المشكوك فيه التالي",
      previousDoubtful: "الصف المشكوك فيه السابق",
      pageDown: "صفحة إلى الأسفل",
      pageUp: "صفحة إلى الأعلى",
      first: "الصف الأول",
      last: "الصف الأخير",
      goTo: "الانتقال إلى صف برقمه",
      search: "بحث",
      filter: "المرشِّح التالي",
      order: "الترتيب التالي",
      home: "كل المراجعات",
      accept: "قبول، ثم الانتقال إلى الصف المشكوك فيه التالي",
      acceptThrough: "قبول هذا الصف وكل ما فوقه",
      take1: "الأخذ بالاقتراح الأول",
      take2: "الأخذ بالاقتراح الثاني",
      take3: "الأخذ بالاقتراح الثالث",
      omit: "بلا مقابل",
      reject: "رفض",
      reopen: "إعادة الفتح",
      undo: "تراجع",
      redo: "إعادة",
      merge: "دمج مع الصف الأدنى",
      mergeUp: "دمج مع الصف الأعلى",
      moveUp: "نقل أول مقطع في الخلية إلى الصف الأعلى",
      moveDown: "نقل آخر مقطع في الخلية إلى الصف الأدنى",
      split: "تقسيم الصف عند المؤشرين",
      cut: "قطع المقطع عند المؤشر",
      caretLeft: "المؤشر كلمةً إلى اليسار",
      caretRight: "المؤشر كلمةً إلى اليمين",
      caretOff: "إزالة المؤشر",
      pair: "تثبيت الخلية؛ وعند الجانب الآخر: إقرانها بالخلية المثبَّتة",
      selectDown: "مدّ التحديد إلى الأسفل",
      selectUp: "مدّ التحديد إلى الأعلى",
      realign: "إعادة محاذاة الصفوف المفتوحة",
      edit: "تحرير النص",
      note: "ملاحظة",
      evidence: "القرائن: لمَ هذا الزوج",
      help: "المفاتيح والأوامر"
    },
    groups: { go: "التنقل", decide: "القرار", shape: "تشكيل الصفوف", text: "النص والمساعدة" },
    short: {
      accept: "قبول",
      omit: "بلا مقابل",
      reject: "رفض",
      reopen: "إعادة الفتح",
      merge: "دمج",
      split: "تقسيم",
      moveUp: "إلى أعلى",
      moveDown: "إلى أسفل",
      edit: "تحرير",
      note: "ملاحظة",
      evidence: "القرائن",
      cut: "قطع",
      pair: "تثبيت",
      nextDoubtful: "المشكوك فيه التالي",
      undo: "تراجع",
      redo: "إعادة"
    },
    noPartner: "بلا مقابل",
    omitted: "بلا مقابل، بقرار",
    waits: "في انتظار مقابله",
    byHand: "يدويًا",
    edited: "محرَّر",
    note: "ملاحظة",
    states: {
      open: "مفتوح",
      accepted: "مقبول",
      rejected: "مرفوض",
      omitted: "بلا مقابل",
      held: "ينتظر",
      moved: "منقول",
      doubt: "يستدعي النظر"
    },
    rowsOf: (source, target) => `صفوف ${source} و${target}`,
    confidence: "الثقة",
    segments,
    nothingShown: "لا صف يوافق هذا المرشِّح وهذا البحث.",
    showAll: "إظهار كل الصفوف",
    order: "الترتيب",
    orders: { document: "بترتيب النص", weakest: "الأضعف أولًا", uneven: "غير 1–1 أولًا" },
    filter: "إظهار",
    filters: {
      all: "كل الصفوف",
      doubtful: "المشكوك فيها",
      open: "المفتوحة",
      accepted: "المقبولة",
      rejected: "المرفوضة",
      alone: "بلا مقابل",
      noted: "ذات الملاحظات"
    },
    search: "بحث في النصين",
    searchShort: "بحث",
    found: rows,
    decided: (n, all) => `بُتَّ في ${number(n)} من ${number(all)}`,
    doubtfulLeft: (n) => n === 0 ? "لم يبقَ مشكوك فيه" : `المشكوك فيها: ${number(n)}`,
    actions: "ما يُفعل بهذا الصف",
    more: "المزيد",
    menu: "القائمة",
    out: "حفظ باسم",
    toHome: "كل المراجعات",
    proposals: "بل لعله",
    proposal: (key, p) => `الاقتراح ${key}، احتماله ${p}`,
    noProposals: "لا قراءة أخرى مرجَّحة هنا.",
    asking: "يجري البحث عن قراءات أخرى…",
    why: "لمَ هذا الزوج",
    whyUnit: "بوحدة النات: ما فوق الصفر للزوج وما دونه عليه",
    longer: (far) => `الترجمة أطول من المتوقع بمقدار ${far} انحراف معياري`,
    shorter: (far) => `الترجمة أقصر من المتوقع بمقدار ${far} انحراف معياري`,
    asLong: "طول الترجمة كما هو متوقع",
    signals: {
      embeddings: "متجهات المعنى",
      habits: "عادات المترجمين",
      latin: "كلمات لاتينية",
      length: "الطول",
      lexicon: "المعجم",
      meaning: "المعنى",
      names: "الأسماء",
      numbers: "الأعداد",
      paragraphs: "الفقرات",
      punctuation: "علامات الترقيم",
      shape: "الشكل",
      terms: "المصطلحات"
    },
    noEvidence: "لا قرينة هنا.",
    links: {
      number: "العدد نفسه",
      term: "مصطلح معروف",
      name: "اسم بلفظه",
      latin: "الكلمة نفسها",
      word: "معنى قريب"
    },
    said: {
      accepted: (row) => `قُبل الصف ${row}.`,
      acceptedMany: (n) => `قُبل ${rows(n)}.`,
      rejected: (row) => `رُفض الصف ${row}.`,
      reopened: (row) => `أُعيد فتح الصف ${row}.`,
      omitted: (row) => `الصف ${row}: بلا مقابل.`,
      merged: "تم الدمج.",
      split: "تم التقسيم.",
      cut: "قُطع المقطع إلى مقطعين.",
      moved: "نُقل المقطع.",
      paired: "تم الإقران.",
      taken: (key) => `أُخذ بالاقتراح ${key}.`,
      edited: "حُرِّر النص.",
      noted: "حُفظت الملاحظة.",
      realigned: "أُعيدت محاذاة الصفوف المفتوحة.",
      undone: (act2) => `تم التراجع عن: ${act2}.`,
      redone: (act2) => `أُعيد: ${act2}.`,
      at: (row, confidence2, doubt) => `الصف ${row}${confidence2 ? `، الثقة ${confidence2}` : ""}${doubt ? "، يستدعي النظر" : ""}.`,
      noneDoubtful: "لم يبقَ صف مشكوك فيه.",
      others: (n) => `أُخذ بتغييرات الآخرين: ${changes(n)}.`,
      pinned: "ثُبِّتت الخلية. انتقل إلى مقابلها في الجانب الآخر واضغط المفتاح نفسه.",
      unpinned: "أُلغي تثبيت الخلية.",
      noCaret: "ضع المؤشر أولًا: انقر في النص، أو حرِّكه كلمةً كلمةً بمفتاح Alt مع سهم.",
      caretsSet: "وُضع المؤشران. حرِّكهما بمفتاح Alt مع سهم، ثم اضغط مرة أخرى للتقسيم.",
      nothingToSplit: "ليس هنا ما يُقسَّم.",
      emptyCell: "هذه الخلية فارغة.",
      noRowThere: "لا صف هناك.",
      noProposal: "لا اقتراح بهذا الرقم.",
      nothingToUndo: "ليس هناك ما يُتراجع عنه.",
      nothingToRedo: "ليس هناك ما يُعاد.",
      selected: (n) => `حُدِّد ${rows(n)}.`,
      view: (order, filter, n) => `${filter}، ${order}: ${rows(n)}.`
    },
    acts: {
      accept: "القبول",
      "accept-through": "قبول كل ما فوقه",
      reject: "الرفض",
      reopen: "إعادة الفتح",
      omit: "بلا مقابل",
      merge: "الدمج",
      split: "التقسيم",
      cut: "القطع",
      move: "النقل",
      pair: "الإقران",
      "pair-block": "إقران فقرة",
      shape: "الاقتراح",
      edit: "التحرير",
      note: "الملاحظة",
      realign: "إعادة المحاذاة"
    },
    notKept: (n) => n === 0 ? "لا يجيب البرنامج. تجري المحاولة من جديد…" : `لم يُحفظ بعد: ${decisions(n)}. تجري المحاولة من جديد… أبقِ الصفحة مفتوحة.`,
    keptAgain: "حُفظ كل شيء.",
    close: "إغلاق",
    loading: "جارٍ الفتح…",
    cancel: "إلغاء",
    keep: "حفظ",
    original: "النص الأصلي",
    editLabel: "النص المحرَّر",
    editHint: "Ctrl مع Enter للحفظ، وEsc للإلغاء",
    noteLabel: (row) => `ملاحظة على الصف ${row}`,
    goToLabel: "رقم الصف",
    go: "انتقال",
    help: {
      title: "المفاتيح والأوامر",
      intro: "يمكن النقر على كل أمر، وزر «تغيير» يعطيه مفتاحًا آخر.",
      change: "تغيير",
      changeOf: (name) => `تغيير مفتاح «${name}»`,
      press: "اضغط مفتاحًا…",
      reset: "استعادة المفاتيح الأصلية",
      none: "بلا مفتاح",
      keys: "المفاتيح"
    },
    settings: {
      title: "الإعدادات",
      theme: "الألوان",
      themes: { auto: "كالنظام", light: "فاتحة", dark: "داكنة" },
      speech: "اللغة",
      by: "اسمك كما يراه الآخرون"
    },
    toMemories: "إلى الذاكرات",
    end: "إنهاء موازٍ",
    ended: "انتهى موازٍ. كل شيء محفوظ، ويمكن إغلاق هذه الصفحة.",
    endAsk: "أتريد إنهاء موازٍ؟ كل القرارات محفوظة.",
    outTitle: "حفظ باسم…",
    format: "الصيغة",
    outRows: "الصفوف",
    outRowsOf: { reviewed: "ما رُوجع", "decided-and-sure": "ما رُوجع وما هو موثوق", all: "الكل" },
    download: "حفظ",
    memory: (name) => `إلى ذاكرة الترجمة ${name}`,
    memoryAdd: "إضافة ما رُوجع",
    memoryAdded: (n, held, name) => `أُضيف إلى ${name}: ${pairs(n)}${held > 0 ? `، وكان فيها من قبل: ${pairs(held)}` : ""}.`,
    memoryLive: "إضافة كل صف عند قبوله",
    noMemory: "لم تُحدَّد ذاكرة ترجمة عند تشغيل موازٍ ‎(--memory)‎.",
    sheet: "تصحيحات في جدول",
    sheetHint: "احفظ بصيغة Excel أعلاه، وصحِّح الجدول، ثم أعده هنا.",
    sheetChoose: "اختيار ملف ‎.xlsx‎ المصحَّح",
    journal: "سجل كل القرارات",
    journalGet: "حفظ السجل",
    startTitle: "نصان جنبًا إلى جنب",
    startIntro: "اختر نصًا وترجمته، فيحاذيهما موازٍ على هذا الجهاز، ولا يخرج منه شيء.",
    drop: "أفلِت الملفين هنا",
    chooseTwo: "اختيار ملفين",
    chosen: "المختار",
    oneMore: "بقي ملف واحد.",
    twoOnly: "ملفان من فضلك: نص وترجمته.",
    swap: "تبديل",
    source: "الأصل",
    target: "الترجمة",
    begin: "محاذاة",
    aligning: "تجري المحاذاة…",
    recent: "آخر المراجعات",
    noRecent: "تظهر هنا المراجعات التي تبدؤها.",
    documents: "المستندات",
    weakestOfAll: "أضعف الصفوف كلها",
    noWeak: "ليس في المستندات صف مشكوك فيه.",
    folderState: { new: "لم تبدأ", begun: "بدأت", done: "تمت" },
    folderCount: (n) => counted(n, {
      one: "زوج نصوص واحد",
      two: "زوجا نصوص",
      few: "أزواج نصوص",
      many: "زوج نصوص",
      other: "زوج نصوص"
    }),
    columns: { name: "المستند", state: "الحالة", confidence: "الثقة", left: "المشكوك فيها", rows: "الصفوف" },
    hint: "تلميح",
    failed: "تعذَّر ذلك"
  };

  // source/english.ts
  var number2 = (n) => n.toLocaleString("en");
  var many = (n, one, more) => `${number2(n)} ${n === 1 ? one : more}`;
  var commands = {
    down: "Next row",
    up: "Previous row",
    left: "Side to the left",
    right: "Side to the right",
    nextDoubtful: "Next doubtful row",
    previousDoubtful: "Previous doubtful row",
    pageDown: "A page down",
    pageUp: "A page up",
    first: "First row",
    last: "Last row",
    goTo: "Go to a row by its number",
    search: "Search",
    filter: "Next filter",
    order: "Next order",
    home: "All reviews",
    accept: "Accept, then the next doubtful row",
    acceptThrough: "Accept this row and all above",
    take1: "Take the first proposal",
    take2: "Take the second proposal",
    take3: "Take the third proposal",
    omit: "No partner",
    reject: "Reject",
    reopen: "Reopen",
    undo: "Undo",
    redo: "Redo",
    merge: "Merge with the row below",
    mergeUp: "Merge with the row above",
    moveUp: "First segment of the cell to the row above",
    moveDown: "Last segment of the cell to the row below",
    split: "Split the row at the carets",
    cut: "Cut the segment at the caret",
    caretLeft: "Caret to the left, word by word",
    caretRight: "Caret to the right, word by word",
    caretOff: "Remove the caret",
    pair: "Pin this cell; on the other side: pair with the pinned one",
    selectDown: "Select downwards",
    selectUp: "Select upwards",
    realign: "Align the open rows again",
    edit: "Edit the text",
    note: "Note",
    evidence: "Evidence: why this pair",
    help: "Keys and commands"
  };
  var groups = {
    go: "Go",
    decide: "Decide",
    shape: "Shape rows",
    text: "Text and help"
  };
  var short = {
    accept: "Accept",
    omit: "No partner",
    reject: "Reject",
    reopen: "Reopen",
    merge: "Merge",
    split: "Split",
    moveUp: "Up",
    moveDown: "Down",
    edit: "Edit",
    note: "Note",
    evidence: "Why",
    cut: "Cut",
    pair: "Pin",
    nextDoubtful: "Next doubtful",
    undo: "Undo",
    redo: "Redo"
  };
  var english = {
    code: "en",
    dir: "ltr",
    product: "review",
    number: number2,
    commands,
    groups,
    short,
    // Rows
    noPartner: "no partner",
    omitted: "no partner, decided",
    waits: "waits for a partner",
    byHand: "by hand",
    edited: "edited",
    note: "Note",
    states: {
      open: "open",
      accepted: "accepted",
      rejected: "rejected",
      omitted: "no partner",
      held: "waits",
      moved: "moved",
      doubt: "asks for a look"
    },
    rowsOf: (source, target) => `Rows of ${source} and ${target}`,
    confidence: "Confidence",
    segments: (n) => many(n, "segment", "segments"),
    nothingShown: "No row is left by this filter and search.",
    showAll: "Show all rows",
    // Head
    order: "Order",
    orders: { document: "In the order of the text", weakest: "Weakest first", uneven: "Not 1–1 first" },
    filter: "Show",
    filters: {
      all: "All rows",
      doubtful: "Doubtful",
      open: "Open",
      accepted: "Accepted",
      rejected: "Rejected",
      alone: "No partner",
      noted: "With a note"
    },
    search: "Search in both texts",
    searchShort: "Search",
    found: (n) => many(n, "row", "rows"),
    decided: (n, all) => `${number2(n)} of ${number2(all)} decided`,
    doubtfulLeft: (n) => n === 0 ? "nothing doubtful left" : `${number2(n)} doubtful`,
    actions: "What to do with this row",
    more: "More",
    menu: "Menu",
    out: "Save as",
    toHome: "All reviews",
    // Proposals and evidence
    proposals: "Or rather",
    proposal: (key, p) => `Proposal ${key}, chance ${p}`,
    noProposals: "No other reading is likely here.",
    asking: "Looking for other readings…",
    why: "Why this pair",
    whyUnit: "in nats: above 0 for the pair, below 0 against it",
    longer: (far) => `target longer than expected by ${far} standard deviations`,
    shorter: (far) => `target shorter than expected by ${far} standard deviations`,
    asLong: "target as long as expected",
    signals: {
      embeddings: "embeddings",
      habits: "habits of translators",
      latin: "Latin words",
      length: "length",
      lexicon: "lexicon",
      meaning: "meaning",
      names: "names",
      numbers: "numbers",
      paragraphs: "paragraphs",
      punctuation: "punctuation",
      shape: "shape",
      terms: "terms"
    },
    noEvidence: "No signal says anything here.",
    links: {
      number: "same number",
      term: "known term",
      name: "name by its sound",
      latin: "same word",
      word: "like meaning"
    },
    // What happened
    said: {
      accepted: (row) => `Row ${row} accepted.`,
      acceptedMany: (n) => `${many(n, "row", "rows")} accepted.`,
      rejected: (row) => `Row ${row} rejected.`,
      reopened: (row) => `Row ${row} reopened.`,
      omitted: (row) => `Row ${row}: no partner.`,
      merged: "Merged.",
      split: "Split.",
      cut: "Segment cut in two.",
      moved: "Segment moved.",
      paired: "Paired.",
      taken: (key) => `Proposal ${key} taken.`,
      edited: "Text edited.",
      noted: "Note kept.",
      realigned: "Open rows aligned again.",
      undone: (act2) => `Undone: ${act2}.`,
      redone: (act2) => `Done again: ${act2}.`,
      at: (row, confidence2, doubt) => `Row ${row}${confidence2 ? `, confidence ${confidence2}` : ""}${doubt ? ", asks for a look" : ""}.`,
      noneDoubtful: "Nothing doubtful is left.",
      others: (n) => `${many(n, "change", "changes")} by others taken over.`,
      pinned: "Cell pinned. Go to its partner on the other side and press the same key.",
      unpinned: "Cell no longer pinned.",
      noCaret: "Set a caret first: click in the text, or move it word by word with Alt and an arrow.",
      caretsSet: "Carets set. Move them with Alt and an arrow; press again to split.",
      nothingToSplit: "There is nothing to split here.",
      emptyCell: "This cell is empty.",
      noRowThere: "There is no row there.",
      noProposal: "There is no such proposal.",
      nothingToUndo: "Nothing to undo.",
      nothingToRedo: "Nothing to do again.",
      selected: (n) => `${many(n, "row", "rows")} selected.`,
      view: (order, filter, n) => `${filter}, ${order}: ${many(n, "row", "rows")}.`
    },
    acts: {
      accept: "accept",
      "accept-through": "accept all above",
      reject: "reject",
      reopen: "reopen",
      omit: "no partner",
      merge: "merge",
      split: "split",
      cut: "cut",
      move: "move",
      pair: "pair",
      "pair-block": "pair a passage",
      shape: "proposal",
      edit: "edit",
      note: "note",
      realign: "realign"
    },
    notKept: (n) => n === 0 ? "Muwazi does not answer. Trying again…" : `Not kept yet: ${many(n, "decision", "decisions")}. Trying again… Leave this page open.`,
    keptAgain: "All is kept.",
    close: "Close",
    loading: "Opening…",
    // Dialogs
    cancel: "Cancel",
    keep: "Keep",
    original: "Original text",
    editLabel: "Corrected text",
    editHint: "Ctrl and Enter keep, Esc cancels",
    noteLabel: (row) => `Note on row ${row}`,
    goToLabel: "Number of the row",
    go: "Go",
    help: {
      title: "Keys and commands",
      intro: "Each command can be clicked. “Change” gives it another key.",
      change: "Change",
      changeOf: (name) => `Change the key of “${name}”`,
      press: "Press a key…",
      reset: "Keys as at first",
      none: "no key",
      keys: "Keys"
    },
    settings: {
      title: "Settings",
      theme: "Colours",
      themes: { auto: "As the system", light: "Light", dark: "Dark" },
      speech: "Language",
      by: "Your name, as others see it"
    },
    toMemories: "To the memories",
    end: "End Muwazi",
    ended: "Muwazi has ended. Everything is kept; this page may be closed.",
    endAsk: "End Muwazi? Everything decided is kept.",
    // Out
    outTitle: "Save as…",
    format: "Format",
    outRows: "Rows",
    outRowsOf: {
      reviewed: "What was reviewed",
      "decided-and-sure": "Reviewed, and what is sure",
      all: "All"
    },
    download: "Save",
    memory: (name) => `Into the memory ${name}`,
    memoryAdd: "Add what was reviewed",
    memoryAdded: (n, held, name) => `${many(n, "pair", "pairs")} added to ${name}${held > 0 ? `; ${number2(held)} were there already` : ""}.`,
    memoryLive: "Add each row as it is accepted",
    noMemory: "No memory was named when Muwazi was started (--memory).",
    sheet: "Corrections made in a spreadsheet",
    sheetHint: "Save as Excel above, correct it, and bring it back here.",
    sheetChoose: "Choose the corrected .xlsx",
    journal: "Journal of all decisions",
    journalGet: "Save the journal",
    // Start and folder
    startTitle: "Two texts, side by side",
    startIntro: "Choose a text and its translation. Muwazi aligns them on this machine; nothing leaves it.",
    drop: "Drop both files here",
    chooseTwo: "Choose two files",
    chosen: "Chosen",
    oneMore: "One more file, please.",
    twoOnly: "Two files, please: a text and its translation.",
    swap: "Swap",
    source: "Source",
    target: "Translation",
    begin: "Align",
    aligning: "Aligning…",
    recent: "Recent reviews",
    noRecent: "Reviews that you begin are listed here.",
    documents: "Documents",
    weakestOfAll: "Weakest rows of all",
    noWeak: "No document has a doubtful row.",
    folderState: { new: "not begun", begun: "begun", done: "done" },
    folderCount: (n) => many(n, "pair of texts", "pairs of texts"),
    columns: { name: "Document", state: "State", confidence: "Confidence", left: "Doubtful", rows: "Rows" },
    hint: "Hint",
    failed: "That did not work"
  };

  // source/network.ts
  var Refusal = class extends Error {
    hint;
    constructor(message, hint) {
      super(message);
      this.hint = hint;
    }
  };
  var Silence = class extends Error {
  };
  async function ask(path, { post, form: form2, signal } = {}) {
    const init = { cache: "no-store", credentials: "same-origin" };
    if (signal) init.signal = signal;
    if (post !== void 0) {
      init.method = "POST";
      init.headers = { "content-type": "application/json" };
      init.body = JSON.stringify(post);
    } else if (form2) {
      init.method = "POST";
      init.body = form2;
    }
    let response;
    try {
      response = await fetch(`api/${path}`, init);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Silence();
    }
    return await read(response);
  }
  async function read(response) {
    let body;
    try {
      const text = await response.text();
      body = text === "" ? {} : JSON.parse(text);
    } catch {
      if (response.ok) throw new Silence();
    }
    if (response.ok) return body;
    const { error, hint } = body ?? {};
    const told = { error: typeof error === "object" ? error.message : error, hint };
    if (response.status >= 500 && told.error === void 0) throw new Silence();
    throw new Refusal(told.error ?? `${response.status} ${response.statusText}`, told.hint);
  }
  function pause(milliseconds) {
    return new Promise((done) => setTimeout(done, milliseconds));
  }

  // source/settings.ts
  var PLACE = "muwazi-review";
  var settings = {
    speech: navigator.language.toLowerCase().startsWith("ar") ? "ar" : "en",
    theme: "auto",
    order: "document",
    keys: {},
    by: "",
    evidence: false
  };
  async function loadSettings() {
    try {
      const kept = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
      if (kept && typeof kept === "object") Object.assign(settings, kept);
    } catch {
    }
    try {
      Object.assign(settings, await ask("settings"));
    } catch {
    }
  }
  function keepSettings(change) {
    Object.assign(settings, change);
    try {
      localStorage.setItem(PLACE, JSON.stringify(settings));
    } catch {
    }
    ask("settings", { post: settings }).catch(() => void 0);
  }
  function showTheme() {
    document.documentElement.dataset["theme"] = settings.theme;
  }

  // source/words.ts
  var ALL = { en: english, ar: arabic };
  function words() {
    return ALL[settings.speech] ?? english;
  }
  function confidence(c) {
    return c.toFixed(2);
  }
  function percent(p) {
    return `${Math.round(p * 100)}%`;
  }
  function showSpeech() {
    document.documentElement.lang = words().code;
    document.documentElement.dir = words().dir;
  }

  // source/dialog.ts
  function openDialog(title, kind, content) {
    const before = document.activeElement;
    const dialog = h("dialog", { class: `dialog ${kind}`, "aria-labelledby": "dialog-title" });
    const close = () => {
      dialog.close();
    };
    dialog.addEventListener("close", () => {
      dialog.remove();
      const known = before?.isConnected && before !== document.body;
      const back2 = known ? before : document.querySelector(".current .here");
      back2?.focus({ preventScroll: true });
    });
    dialog.addEventListener("pointerdown", (event) => {
      if (event.target === dialog) close();
    });
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    fill(
      dialog,
      h(
        "div",
        { class: "dialog-box" },
        h(
          "header",
          {},
          h("h2", { id: "dialog-title" }, title),
          h(
            "button",
            { type: "button", class: "bare", "aria-label": words().close, click: close },
            icon("close")
          )
        ),
        ...content(close)
      )
    );
    document.body.append(dialog);
    dialog.showModal();
    return close;
  }
  function dialogIsOpen() {
    return document.querySelector("dialog[open]") !== null;
  }
  function askNumber(most, done) {
    const input = h("input", {
      type: "number",
      min: 1,
      max: most,
      inputmode: "numeric",
      id: "row-number",
      required: true,
      autofocus: true
    });
    openDialog(words().commands.goTo, "small", (close) => [
      h(
        "form",
        {
          submit: (event) => {
            event.preventDefault();
            const number3 = Math.round(Number(input.value));
            close();
            if (number3 >= 1) done(Math.min(number3, most));
          }
        },
        h("label", { for: "row-number" }, `${words().goToLabel} (1–${most})`),
        input,
        h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, words().go))
      )
    ]);
  }
  function askText(label, text, done) {
    const area = h("textarea", { id: "note-text", rows: 4, dir: "auto", autofocus: true });
    area.value = text;
    openDialog(label, "small", (close) => {
      const keep = () => {
        close();
        if (area.value.trim() !== text) done(area.value.trim());
      };
      area.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        keep();
      });
      area.setAttribute("aria-label", label);
      return [
        area,
        h("p", { class: "soft" }, words().editHint),
        h(
          "div",
          { class: "buttons" },
          h("button", { type: "button", click: close }, words().cancel),
          h("button", { type: "button", class: "main", click: keep }, words().keep)
        )
      ];
    });
  }

  // source/voice.ts
  var aloud = h("div", { class: "spoken", role: "status", "aria-live": "polite" });
  var messages = h("div", { class: "messages" });
  var trouble = h("div", { class: "trouble", role: "alert", hidden: true });
  var fading = 0;
  function voices() {
    return [aloud, messages, trouble];
  }
  function say(text) {
    messages.querySelector(".fading")?.remove();
    aloud.textContent = aloud.textContent === text ? `${text} ` : text;
  }
  function tell(text) {
    say(text);
    window.clearTimeout(fading);
    const message = h("p", { class: "message fading", "aria-hidden": "true" }, text);
    messages.append(message);
    fading = window.setTimeout(() => message.remove(), 2600);
  }
  function warn(text, hint) {
    const message = h(
      "div",
      { class: "message warning", role: "alert" },
      h("p", {}, bdi(text), hint !== void 0 && h("small", {}, `${words().hint}: `, bdi(hint))),
      h(
        "button",
        { type: "button", class: "bare", "aria-label": words().close, click: () => message.remove() },
        icon("close")
      )
    );
    messages.prepend(message);
    while (messages.querySelectorAll(".warning").length > 3)
      messages.querySelector(".warning:last-of-type")?.remove();
  }
  function closeWarning() {
    const warning = messages.querySelector(".warning");
    warning?.remove();
    return warning !== null;
  }
  function tellTrouble(waiting) {
    const was = !trouble.hidden;
    trouble.hidden = waiting === void 0;
    if (waiting === void 0) {
      if (was) tell(words().keptAgain);
      return;
    }
    const text = words().notKept(waiting);
    if (trouble.textContent !== text) trouble.textContent = text;
  }

  // source/out.ts
  function fail(error) {
    if (error instanceof Refusal) warn(error.message, error.hint);
    else warn(words().notKept(0));
  }
  function openOut(desk) {
    const w = words();
    const base = `api/review/${encodeURIComponent(desk.review.id)}`;
    openDialog(w.outTitle, "small out", () => [
      download(desk, base),
      memory(desk),
      sheet(desk),
      h(
        "section",
        {},
        h("h3", {}, w.journal),
        h("a", { class: "button", href: `${base}/journal`, download: true }, w.journalGet)
      )
    ]);
  }
  function select(id, options, now) {
    const element = h("select", { id }, ...options.map(([value, text]) => h("option", { value }, text)));
    element.value = now;
    return element;
  }
  function download(desk, base) {
    const w = words();
    const formats = desk.home.formats.map(({ name, title }) => [name, title]);
    const format = select("format", formats, formats[0]?.[0] ?? "");
    const rows2 = select("out-rows", Object.entries(w.outRowsOf), "reviewed");
    const link = h("a", { class: "button main", download: true }, w.download);
    const address = () => {
      link.href = `${base}/export?format=${encodeURIComponent(format.value)}&rows=${rows2.value}`;
    };
    format.addEventListener("change", address);
    rows2.addEventListener("change", address);
    address();
    return h(
      "section",
      {},
      h("label", { for: "format" }, w.format),
      format,
      h("label", { for: "out-rows" }, w.outRows),
      rows2,
      h("div", { class: "buttons" }, link)
    );
  }
  function memory(desk) {
    const w = words();
    const known = desk.home.memory;
    if (!known) return h("section", {}, h("p", { class: "soft" }, w.noMemory));
    const path = `review/${encodeURIComponent(desk.review.id)}`;
    const add = async () => {
      try {
        const answer = await ask(`${path}/memory`, { post: { rows: "reviewed" } });
        const text = w.memoryAdded(answer.added, answer.held ?? 0, answer.memory ?? known.name);
        tell(text);
        said.textContent = text;
      } catch (error) {
        fail(error);
      }
    };
    const said = h("p", { class: "soft", role: "status" });
    const live = h("input", { type: "checkbox" });
    live.checked = desk.live;
    live.addEventListener("change", () => {
      ask(`${path}/memory-live`, { post: { on: live.checked } }).then(
        () => {
          desk.live = live.checked;
        },
        (error) => {
          live.checked = desk.live;
          fail(error);
        }
      );
    });
    return h(
      "section",
      {},
      h("h3", {}, w.memory(""), bdi(known.name)),
      h("button", { type: "button", click: () => void add() }, w.memoryAdd),
      h("label", { class: "choice" }, live, w.memoryLive),
      said
    );
  }
  function sheet(desk) {
    const w = words();
    const said = h("p", { class: "soft", role: "status" });
    const input = h("input", { type: "file", accept: ".xlsx", class: "spoken", id: "sheet" });
    input.addEventListener("change", async () => {
      const file = input.files?.[0];
      if (!file) return;
      try {
        const answer = await ask(`review/${encodeURIComponent(desk.review.id)}/spreadsheet`, {
          form: file
        });
        await desk.sender.fetchWhole();
        desk.refresh();
        said.textContent = answer.told ?? "";
      } catch (error) {
        fail(error);
      }
      input.value = "";
    });
    return h(
      "section",
      {},
      h("h3", {}, w.sheet),
      h("p", { class: "soft" }, w.sheetHint),
      input,
      h("label", { for: "sheet", class: "button" }, w.sheetChoose),
      said
    );
  }

  // source/offsets.ts
  function utf8Length(text) {
    let bytes = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 128) bytes += 1;
      else if (unit < 2048) bytes += 2;
      else if (unit >= 55296 && unit < 56320 && at + 1 < text.length) {
        bytes += 4;
        at++;
      } else bytes += 3;
    }
    return bytes;
  }
  function unitsOf(text, bytes) {
    let left = bytes;
    let at = 0;
    while (at < text.length && left > 0) {
      const unit = text.charCodeAt(at);
      const wide = unit >= 55296 && unit < 56320 ? 2 : 1;
      left -= wide === 2 ? 4 : unit < 128 ? 1 : unit < 2048 ? 2 : 3;
      if (left < 0) break;
      at += wide;
    }
    return at;
  }
  function byteAt(piece, caret2) {
    return caret2 >= piece.text.length ? piece.end : piece.at + utf8Length(piece.text.slice(0, caret2));
  }
  function shown(piece) {
    return piece.edited ?? piece.text;
  }

  // source/marks.ts
  function marksOf(piece, side, links) {
    if (piece.edited !== void 0) return [];
    const marks = [];
    links.forEach((link, index) => {
      const [from, to] = link[side];
      if (from < piece.at || to > piece.end || from >= to) return;
      const unit = (byte) => unitsOf(piece.text, byte - piece.at);
      marks.push({ from: unit(from), to: unit(to), kind: link.kind, number: index + 1 });
    });
    marks.sort((a, b) => a.from - b.from);
    let end2 = 0;
    return marks.filter((mark) => mark.from >= end2 && (end2 = mark.to, true));
  }
  function place(text, mark) {
    if (!parts(text, mark.to)) return "";
    return parts(text, mark.from) ? " q" : " b";
  }
  function parts(text, at) {
    const before = Array.from(text.slice(Math.max(0, at - 4), at)).reverse();
    const after = Array.from(text.slice(at, at + 4));
    return isDigit(before[0]) && belongs(after[0], after[1]) || isDigit(after[0]) && belongs(before[0], before[1]);
  }
  function isDigit(sign) {
    return sign !== void 0 && /\p{N}/u.test(sign);
  }
  function belongs(sign, behind2) {
    if (sign === void 0) return false;
    if (".,:/،  ".includes(sign)) return isDigit(behind2);
    return !(/[\p{Alphabetic}\s]/u.test(sign) || `()[]{}«»‹›“”„"'‘’!?؟;؛…–—`.includes(sign));
  }

  // source/paint.ts
  function paint(into, text, marks, caret2) {
    const out = [];
    let from = 0;
    for (const mark of marks) {
      stretch(out, text, from, mark.from, caret2);
      const element = h("mark", { class: `${mark.kind}${place(text, mark)}`, "data-l": mark.number });
      const inside = [];
      stretch(inside, text, mark.from, mark.to, caret2);
      element.replaceChildren(...inside);
      out.push(element);
      from = mark.to;
    }
    stretch(out, text, from, text.length, caret2);
    if (caret2 === text.length) out.push(bar());
    into.replaceChildren(...out);
  }
  function stretch(out, text, from, to, caret2) {
    if (from >= to) return;
    if (caret2 === void 0 || caret2 < from || caret2 >= to) {
      out.push(document.createTextNode(visible(text.slice(from, to))));
      return;
    }
    if (caret2 > from) out.push(document.createTextNode(visible(text.slice(from, caret2))));
    out.push(bar(), document.createTextNode(visible(text.slice(caret2, to))));
  }
  function bar() {
    return h("span", { class: "caret", "aria-hidden": "true" });
  }
  function offsetAt(element, x, y) {
    const found = pointed(x, y);
    if (!found || !element.contains(found.node)) return void 0;
    const range = document.createRange();
    range.setStart(element, 0);
    range.setEnd(found.node, found.offset);
    return range.toString().length;
  }
  function pointed(x, y) {
    if ("caretPositionFromPoint" in document) {
      const position = document.caretPositionFromPoint(x, y);
      return position ? { node: position.offsetNode, offset: position.offset } : void 0;
    }
    const older = document;
    const range = older.caretRangeFromPoint?.(x, y);
    return range ? { node: range.startContainer, offset: range.startOffset } : void 0;
  }

  // source/rowview.ts
  var SIDES = ["source", "target"];
  var SURE = 0.8;
  var WEAK = 0.5;
  function bandOf(row) {
    if (row.s.length === 0 || row.t.length === 0) return "gap";
    return row.c === void 0 ? "sure" : bandFor(row.c);
  }
  function bandFor(c) {
    return c >= SURE ? "sure" : c < WEAK ? "weak" : "look";
  }
  var RowView = class {
    element;
    cells;
    /** What is open below the texts. */
    extra;
    head;
    note;
    known = {};
    constructor(row, texts) {
      this.head = h("div", { class: "head", role: "rowheader" });
      const cell2 = (side) => h("div", {
        class: `side ${side}`,
        role: "gridcell",
        "data-side": side,
        tabindex: -1,
        lang: texts[side].lang,
        dir: texts[side].dir
      });
      this.cells = { source: cell2("source"), target: cell2("target") };
      this.note = h("p", { class: "note" });
      this.extra = h("div", { class: "extra", role: "gridcell" });
      this.element = h(
        "div",
        { role: "row", "data-row": row.id },
        this.head,
        this.cells.source,
        this.cells.target,
        this.extra
      );
    }
    update(face) {
      const { row, state, current, selected } = face;
      const band = bandOf(row);
      this.ifNew(
        "row",
        [band, state, current, selected, row.held, row.moved, face.joined, face.index, row.doubt],
        () => {
          const classes = ["bead", "row", band, state];
          if (current) classes.push("current");
          if (selected) classes.push("selected");
          if (row.held) classes.push("held");
          if (row.moved) classes.push("moved");
          if (face.joined) classes.push("joined");
          if (row.doubt && state === "open") classes.push("doubt");
          this.element.className = classes.join(" ");
          this.element.setAttribute("aria-rowindex", String(face.index));
          if (selected) this.element.setAttribute("aria-selected", "true");
          else this.element.removeAttribute("aria-selected");
        }
      );
      this.ifNew("head", [row, face.number, state, words()], () => fill(this.head, ...head(face)));
      for (const side of SIDES) this.fillCell(side, face);
      this.ifNew("note", [row.note], () => {
        if (!row.note) return this.note.remove();
        fill(this.note, icon("note"), spoken(`${words().note}: `), bdi(row.note));
        this.extra.prepend(this.note);
      });
    }
    fillCell(side, face) {
      const cell2 = this.cells[side];
      const { row, current, links } = face;
      const pieces = side === "source" ? row.s : row.t;
      const caret2 = face.carets[side];
      this.ifNew(`${side} focus`, [current, face.side, face.pinned === side], () => {
        cell2.tabIndex = current ? 0 : -1;
        cell2.classList.toggle("here", current && face.side === side);
        cell2.classList.toggle("pinned", face.pinned === side);
      });
      if (face.editing === side) return;
      this.ifNew(side, [row, face.state, links, caret2?.piece, caret2?.offset, words()], () => {
        cell2.classList.toggle("blank", pieces.length === 0);
        if (pieces.length === 0) {
          const said = face.state === "omitted" ? words().omitted : row.held ? words().waits : words().noPartner;
          return fill(cell2, h("span", { lang: words().code, dir: words().dir }, said));
        }
        fill(cell2, ...pieces.map((piece, at) => paragraph(piece, at, side, cell2.dir, links, caret2)));
      });
    }
    ifNew(part, now, draw) {
      const before = this.known[part];
      if (before && before.every((value, at) => value === now[at])) return;
      this.known[part] = now;
      draw();
    }
    /** Fills a side again at the next update, whatever has changed. */
    forget(side) {
      delete this.known[side];
    }
  };
  function paragraph(piece, at, side, dir, links, caret2) {
    const text = shown(piece);
    const inside = h("bdi", { dir });
    const marks = links ? marksOf(piece, side === "source" ? "s" : "t", links) : [];
    paint(inside, text, marks, caret2?.piece === at ? caret2.offset : void 0);
    const edited = piece.edited !== void 0;
    return h(
      "p",
      {
        class: edited ? "piece edited" : "piece",
        "data-piece": at,
        title: edited ? piece.text : void 0
      },
      inside,
      edited && spoken(` (${words().edited})`)
    );
  }
  function head({ row, number: number3, state }) {
    const w = words();
    const shape2 = `${row.s.length}–${row.t.length}`;
    const c = row.c === void 0 ? w.byHand : confidence(row.c);
    const meter2 = h("span", { class: "meter", "aria-hidden": "true" }, h("i"));
    meter2.firstElementChild.style.setProperty("--c", String(row.c ?? 1));
    const top = h(
      "span",
      { class: "at" },
      h("span", { class: "n" }, String(number3)),
      shape2 !== "1–1" && h("bdi", { class: "shape", dir: words().dir }, shape2),
      h("span", { class: row.c === void 0 ? "c hand" : "c" }, c)
    );
    return [top, meter2, signs(row, state)];
  }
  function signs(row, state) {
    const w = words();
    const out = h("span", { class: "signs" });
    const sign = (name, text, kind) => {
      out.append(h("span", { class: `sign ${kind}` }, icon(name), text));
    };
    if (state === "accepted") sign("accept", w.states.accepted, "accepted");
    else if (state === "rejected") sign("reject", w.states.rejected, "rejected");
    else if (state === "omitted") sign("omit", w.states.omitted, "omitted");
    else if (row.held) sign("held", w.states.held, "held");
    else if (row.doubt) out.append(spoken(w.states.doubt));
    if (row.moved) sign("moved", w.states.moved, "moved");
    return out;
  }

  // source/folder.ts
  function folderPage(home, open2) {
    const w = words();
    const panel = h("div", { role: "tabpanel", id: "panel", tabindex: 0 });
    const tab = (name, show2) => h(
      "button",
      {
        type: "button",
        role: "tab",
        "aria-controls": "panel",
        id: `tab-${name === w.documents ? 1 : 2}`,
        click: show2
      },
      name
    );
    const documents = tab(
      w.documents,
      () => choose2(documents, () => fill(panel, documentsTable(home.reviews, open2)))
    );
    const weakest = tab(w.weakestOfAll, () => choose2(weakest, () => void showWeakest(panel, open2)));
    const tabs = [documents, weakest];
    const choose2 = (chosen, show2) => {
      for (const each of tabs) {
        each.setAttribute("aria-selected", String(each === chosen));
        each.tabIndex = each === chosen ? 0 : -1;
      }
      panel.setAttribute("aria-labelledby", chosen.id);
      show2();
    };
    const bar2 = h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": home.folder ?? w.documents },
      ...tabs
    );
    bar2.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = document.activeElement === documents ? weakest : documents;
      other.focus();
      other.click();
    });
    choose2(documents, () => fill(panel, documentsTable(home.reviews, open2)));
    follow(home, panel, () => {
      const shown3 = documents.getAttribute("aria-selected") === "true";
      if (shown3 && !panel.contains(document.activeElement)) fill(panel, documentsTable(home.reviews, open2));
    });
    return h(
      "main",
      { class: "sheet wide" },
      h("h1", {}, bdi(home.folder ?? w.documents)),
      h("p", { class: "lead" }, w.folderCount(home.reviews.length)),
      bar2,
      panel
    );
  }
  var EACH = 3e3;
  function follow(home, panel, changed) {
    window.setTimeout(async () => {
      if (!panel.isConnected) return;
      try {
        const before = JSON.stringify(home.reviews);
        if (document.visibilityState === "visible") home.reviews = (await ask("home")).reviews;
        if (JSON.stringify(home.reviews) !== before) changed();
      } catch {
      }
      follow(home, panel, changed);
    }, EACH);
  }
  function meter(c) {
    const bar2 = h("i");
    bar2.style.setProperty("--c", String(c));
    return h(
      "span",
      { class: `meter-box ${bandFor(c)}` },
      h("span", { class: "c" }, confidence(c)),
      h("span", { class: "meter", "aria-hidden": "true" }, bar2)
    );
  }
  function documentsTable(reviews, open2) {
    const w = words();
    const head2 = [w.columns.name, w.columns.state, w.columns.confidence, w.columns.left, w.columns.rows];
    const row = (each) => {
      const files = [each.source, each.target].filter((name) => name !== void 0);
      return h(
        "tr",
        { class: each.state },
        h(
          "th",
          { scope: "row" },
          each.error === void 0 ? h(
            "button",
            { type: "button", class: "link", click: () => open2(each.id) },
            bdi(each.name)
          ) : bdi(each.name),
          h("small", {}, ...files.flatMap((name, at) => [at > 0 && " · ", bdi(name, "ltr")])),
          each.error !== void 0 && h("small", { class: "error" }, bdi(each.error))
        ),
        h("td", {}, h("span", { class: `state ${each.state}` }, w.folderState[each.state])),
        h("td", {}, each.confidence !== void 0 && meter(each.confidence)),
        h("td", { class: "figure" }, each.doubtful === void 0 ? "" : w.number(each.doubtful)),
        h(
          "td",
          { class: "figure" },
          each.rows === void 0 ? "" : h("bdi", { dir: "ltr" }, `${w.number(each.decided ?? 0)} / ${w.number(each.rows)}`)
        )
      );
    };
    return h(
      "table",
      { class: "documents" },
      h("thead", {}, h("tr", {}, ...head2.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...reviews.map(row))
    );
  }
  async function showWeakest(panel, open2) {
    const w = words();
    fill(panel, h("p", { class: "soft", role: "status" }, w.loading));
    try {
      const { rows: rows2 } = await ask("weakest");
      if (rows2.length === 0) return fill(panel, h("p", { class: "soft" }, w.noWeak));
      fill(panel, h("ul", { class: "weakest" }, ...rows2.map((row) => h("li", {}, weak(row, open2)))));
    } catch (error) {
      fill(panel);
      fail(error);
    }
  }
  function weak(row, open2) {
    const text = (side) => h(
      "span",
      { class: side === "" ? "weak-side none" : "weak-side", dir: "auto" },
      side === "" ? words().noPartner : bdi(side)
    );
    return h(
      "button",
      { type: "button", class: "weak-row", click: () => open2(row.review, row.row) },
      h("span", { class: "weak-head" }, row.c !== void 0 && meter(row.c), h("small", {}, bdi(row.name))),
      text(row.s),
      text(row.t)
    );
  }

  // source/keys.ts
  var GROUPS = {
    go: [
      "down",
      "up",
      "left",
      "right",
      "nextDoubtful",
      "previousDoubtful",
      "pageDown",
      "pageUp",
      "first",
      "last",
      "goTo",
      "search",
      "filter",
      "order",
      "home"
    ],
    decide: [
      "accept",
      "acceptThrough",
      "take1",
      "take2",
      "take3",
      "omit",
      "reject",
      "reopen",
      "undo",
      "redo"
    ],
    shape: [
      "merge",
      "mergeUp",
      "moveUp",
      "moveDown",
      "split",
      "cut",
      "caretLeft",
      "caretRight",
      "caretOff",
      "pair",
      "selectDown",
      "selectUp",
      "realign"
    ],
    text: ["edit", "note", "evidence", "help"]
  };
  var COMMANDS = Object.values(GROUPS).flat();
  var DEFAULTS = {
    down: ["ArrowDown", "j"],
    up: ["ArrowUp", "k"],
    left: ["ArrowLeft"],
    right: ["ArrowRight"],
    nextDoubtful: ["n"],
    previousDoubtful: ["p"],
    pageDown: ["PageDown"],
    pageUp: ["PageUp"],
    first: ["Home"],
    last: ["End"],
    goTo: ["g"],
    search: ["/"],
    filter: ["f"],
    order: ["w"],
    home: ["h"],
    accept: ["Enter"],
    acceptThrough: ["Shift+Enter"],
    take1: ["1"],
    take2: ["2"],
    take3: ["3"],
    omit: ["o"],
    reject: ["x"],
    reopen: ["c"],
    undo: ["z", "Ctrl+Z"],
    redo: ["y", "Ctrl+Y", "Ctrl+Shift+Z"],
    merge: ["m"],
    mergeUp: ["Shift+M"],
    moveUp: ["u"],
    moveDown: ["d"],
    split: ["s"],
    cut: ["Shift+S"],
    caretLeft: ["Alt+ArrowLeft"],
    caretRight: ["Alt+ArrowRight"],
    caretOff: ["Backspace", "Delete"],
    pair: ["Space"],
    selectDown: ["Shift+ArrowDown"],
    selectUp: ["Shift+ArrowUp"],
    realign: ["r"],
    edit: ["e"],
    note: ["b"],
    evidence: ["i"],
    help: ["?"]
  };
  var ALONE = /* @__PURE__ */ new Set([
    "Shift",
    "Control",
    "Alt",
    "AltGraph",
    "Meta",
    "CapsLock",
    "Dead",
    "Process",
    "Unidentified"
  ]);
  function nameOf(event) {
    if (ALONE.has(event.key)) return void 0;
    const key = latin(event);
    const control = event.ctrlKey || event.metaKey;
    const letter = /^[a-z]$/i.test(key);
    const shift = event.shiftKey && (letter || key.length > 1);
    const bare = letter ? control || event.altKey || shift ? key.toUpperCase() : key.toLowerCase() : key;
    return `${control ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${bare}`;
  }
  function latin(event) {
    const { key, code } = event;
    if (key === " ") return "Space";
    if (/^[\x21-\x7e]+$/.test(key)) return key;
    if (code === "Slash") return event.shiftKey ? "?" : "/";
    return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key;
  }
  function keysWith(changed) {
    return { ...DEFAULTS, ...changed };
  }
  function commandsOf(changed) {
    const out = /* @__PURE__ */ new Map();
    for (const command of COMMANDS)
      for (const key of DEFAULTS[command]) if (!changed[command]) out.set(key, command);
    for (const command of COMMANDS) for (const key of changed[command] ?? []) out.set(key, command);
    return out;
  }
  var SIGNS = {
    ArrowDown: "↓",
    ArrowUp: "↑",
    ArrowLeft: "←",
    ArrowRight: "→",
    Backspace: "⌫",
    Enter: "⏎",
    PageDown: "PgDn",
    PageUp: "PgUp",
    Escape: "Esc",
    Delete: "Del"
  };
  function drawn(key) {
    const parts2 = key === "+" || key.endsWith("++") ? [key] : key.split("+");
    return parts2.map((part) => SIGNS[part] ?? (/^[a-z]$/.test(part) ? part.toUpperCase() : part)).join(" ");
  }
  function ariaName(key) {
    return key.replace("Ctrl+", "Control+");
  }

  // source/menu.ts
  function menuButton({ icon: sign, label, kind, items }) {
    const button = h(
      "button",
      {
        type: "button",
        class: kind,
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        title: label,
        click: () => toggle()
      },
      icon(sign),
      h("span", { class: "label" }, label)
    );
    const box = h("div", { class: "menu-place" }, button);
    let open2;
    const close = (back2 = false) => {
      open2?.remove();
      open2 = void 0;
      button.setAttribute("aria-expanded", "false");
      document.removeEventListener("pointerdown", outside, true);
      if (back2) button.focus();
    };
    const outside = (event) => {
      const target = event.target;
      if (!box.contains(target) && !open2?.contains(target)) close();
    };
    const toggle = () => {
      if (open2) return close();
      open2 = h("div", { class: "menu", role: "menu", "aria-label": label });
      for (const item of items()) open2.append(choice2(item));
      open2.addEventListener("keydown", (event) => keys(event, open2, close));
      (document.querySelector("main, header") ?? document.body).append(open2);
      open2.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !open2?.contains(event.relatedTarget)) close();
      });
      fit(open2, button);
      button.setAttribute("aria-expanded", "true");
      document.addEventListener("pointerdown", outside, true);
      open2.querySelector("button")?.focus();
    };
    const choice2 = (item) => h(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: -1,
        click: () => {
          close(true);
          item.run();
        }
      },
      h("span", {}, item.text),
      item.key !== void 0 && h("kbd", { "aria-hidden": "true" }, drawn(item.key))
    );
    return box;
  }
  function fit(menu, button) {
    const at = button.getBoundingClientRect();
    const [width, height] = [menu.offsetWidth, menu.offsetHeight];
    const rtl = document.documentElement.dir === "rtl";
    const left = rtl ? at.left : at.right - width;
    const below = at.bottom + 6 + height <= innerHeight || at.top < height + 12;
    menu.style.left = `${Math.round(Math.max(8, Math.min(left, innerWidth - width - 8)))}px`;
    menu.style.top = `${Math.round(Math.max(8, below ? Math.min(at.bottom + 6, innerHeight - height - 8) : at.top - height - 6))}px`;
  }
  function keys(event, menu, close) {
    event.stopPropagation();
    const all = Array.from(menu?.querySelectorAll("button") ?? []);
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const place2 = to[event.key];
    if (place2 !== void 0) {
      event.preventDefault();
      all.at(place2 % all.length)?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close(true);
    }
  }

  // source/fold.ts
  var MARKS = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
  var LETTERS = {
    أ: "ا",
    إ: "ا",
    آ: "ا",
    ٱ: "ا",
    ؤ: "و",
    ئ: "ي",
    ى: "ي",
    ی: "ي",
    ک: "ك",
    ة: "ه"
  };
  var FORMS = new RegExp(`[${Object.keys(LETTERS).join("")}٠-٩۰-۹]`, "g");
  function form(sign) {
    const letter = LETTERS[sign];
    if (letter !== void 0) return letter;
    const code = sign.charCodeAt(0);
    return String(code - (code >= 1776 ? 1776 : 1632));
  }
  function fold(text) {
    return text.normalize("NFKD").replace(MARKS, "").replace(FORMS, form).toLowerCase().replace(/\s+/g, " ");
  }

  // source/state.ts
  var Review = class {
    id;
    whole;
    rows;
    at;
    undo;
    redo;
    /** The row that the last undo or redo was about. */
    back;
    /** States shown before the program has answered. */
    ahead = /* @__PURE__ */ new Map();
    places;
    constructor(whole) {
      this.id = String(whole.id);
      this.whole = whole;
      this.rows = whole.rows;
      this.at = whole.at;
      this.undo = whole.undo;
      this.redo = whole.redo;
    }
    /** All rows anew. */
    replace(whole) {
      this.whole = whole;
      this.rows = whole.rows;
      this.at = whole.at;
      this.undo = whole.undo;
      this.redo = whole.redo;
      this.places = void 0;
    }
    /** Takes an answer's changes over. Returns false where it is older than what is known. */
    apply(answer) {
      if (answer.at < this.at) return false;
      this.back = void 0;
      for (const change of answer.changes ?? []) {
        if (answer.said) this.back ??= meant(this.rows, change);
        splice(this.rows, change);
      }
      if (answer.changes?.length) this.places = void 0;
      this.at = answer.at;
      this.undo = answer.undo ?? this.undo;
      this.redo = answer.redo ?? this.redo;
      return true;
    }
    /** Where a row stands in the list. */
    place(id) {
      this.places ??= new Map(this.rows.map((row, index) => [row.id, index]));
      return this.places.get(id);
    }
    row(id) {
      const place2 = this.place(id);
      return place2 === void 0 ? void 0 : this.rows[place2];
    }
    stateOf(row) {
      return this.ahead.get(row.id)?.state ?? row.state;
    }
    isDoubtful(row) {
      return row.doubt === true && this.stateOf(row) === "open";
    }
    /** Shows rows as decided before the answer; what it returns takes that back. */
    foresee(ids, state) {
      const own = { state };
      for (const id of ids) this.ahead.set(id, own);
      return () => ids.forEach((id) => this.ahead.get(id) === own && this.ahead.delete(id));
    }
    counts() {
      let [decided, doubtful] = [0, 0];
      for (const row of this.rows) {
        if (this.stateOf(row) !== "open") decided++;
        else if (row.doubt) doubtful++;
      }
      return { rows: this.rows.length, decided, doubtful };
    }
  };
  function meant(rows2, { at, remove, rows: news }) {
    const kept = ({ s, t, state, note }) => JSON.stringify([s, t, state, note]);
    const old = new Set(rows2.slice(at, at + remove).map(kept));
    return (news.find((row) => !old.has(kept(row))) ?? news[0])?.id;
  }
  function splice(rows2, change) {
    if (change.rows.length < 1e3) {
      rows2.splice(change.at, change.remove, ...change.rows);
      return;
    }
    const tail = rows2.slice(change.at + change.remove);
    rows2.length = change.at;
    for (const row of change.rows) rows2.push(row);
    for (const row of tail) rows2.push(row);
  }
  function isAlone(row) {
    return row.s.length === 0 || row.t.length === 0;
  }

  // source/order.ts
  var ORDERS = ["document", "weakest", "uneven"];
  var FILTERS = ["all", "doubtful", "open", "accepted", "rejected", "alone", "noted"];
  var folded = /* @__PURE__ */ new WeakMap();
  function foldedRow(row) {
    let text = folded.get(row);
    if (text === void 0) {
      text = fold([...row.s.map(shown), ...row.t.map(shown), row.note ?? ""].join("\n"));
      folded.set(row, text);
    }
    return text;
  }
  function view(review, wanted2) {
    const query = fold(wanted2.query).trim();
    const rows2 = review.rows.filter(
      (row) => passes(review, row, wanted2.filter) && (query === "" || foldedRow(row).includes(query))
    );
    const rank = RANKS[wanted2.order];
    if (!rank) return rows2;
    const ranked = rows2.map((row) => ({ row, rank: rank(review, row) }));
    return ranked.sort((a, b) => a.rank - b.rank).map(({ row }) => row);
  }
  function passes(review, row, filter) {
    switch (filter) {
      case "all":
        return true;
      case "doubtful":
        return review.isDoubtful(row);
      case "alone":
        return isAlone(row);
      case "noted":
        return row.note !== void 0 && row.note !== "";
      case "accepted": {
        const state = review.stateOf(row);
        return state === "accepted" || state === "omitted";
      }
      default:
        return review.stateOf(row) === filter;
    }
  }
  var RANKS = {
    document: void 0,
    weakest: (review, row) => (review.stateOf(row) === "open" ? 0 : 4) + (review.isDoubtful(row) ? 0 : 2) + (row.c ?? 1),
    uneven: (review, row) => (review.stateOf(row) === "open" ? 0 : 2) + (row.s.length === 1 && row.t.length === 1 ? 1 : 0)
  };
  function nextDoubtful(review, rows2, from, by) {
    for (let step2 = 1; step2 <= rows2.length; step2++) {
      const at = ((from + by * step2) % rows2.length + rows2.length) % rows2.length;
      const row = rows2[at];
      if (row && at !== from && review.isDoubtful(row)) return at;
    }
    return void 0;
  }

  // source/head.ts
  var Head = class {
    constructor(desk, acts) {
      this.desk = desk;
      const w = words();
      const { source, target } = desk.review.whole;
      this.order = choose(
        w.order,
        ORDERS.map((each) => [each, w.orders[each]]),
        (value, pointed2) => this.choose({ order: value }, pointed2)
      );
      this.filter = choose(
        w.filter,
        FILTERS.map((each) => [each, w.filters[each]]),
        (value, pointed2) => this.choose({ filter: value }, pointed2)
      );
      this.search = h("input", {
        type: "search",
        placeholder: matchMedia("(max-width: 46rem)").matches ? w.searchShort : w.search,
        "aria-label": w.search,
        dir: "auto",
        autocomplete: "off",
        spellcheck: "false",
        enterkeyhint: "search"
      });
      this.search.addEventListener("input", () => this.type());
      this.search.addEventListener("keydown", (event) => this.searchKey(event));
      this.left.addEventListener("click", () => acts.run("nextDoubtful"));
      this.undo = tool("undo", w.commands.undo, () => acts.run("undo"), "undo");
      this.redo = tool("redo", w.commands.redo, () => acts.run("redo"), "redo");
      fill(
        this.element,
        h(
          "div",
          { class: "line title-line" },
          tool("home", w.toHome, () => acts.run("home"), "home"),
          h(
            "h1",
            {},
            bdi(source.name, "ltr"),
            h("span", { class: "and", "aria-hidden": "true" }, " · "),
            bdi(target.name, "ltr")
          ),
          this.progress,
          this.left,
          h("span", { class: "tools" }, this.undo, this.redo, ...this.rest(acts))
        ),
        h(
          "div",
          { class: "line filter-line" },
          this.order,
          this.filter,
          h("span", { class: "search" }, icon("search"), this.search),
          this.found,
          legend()
        )
      );
      fill(this.progress, h("span", { class: "track", "aria-hidden": "true" }, this.done), this.told);
    }
    desk;
    element = h("header", { class: "head-bar" });
    search;
    order;
    filter;
    progress = h("div", { class: "progress" });
    done = h("i");
    told = h("span", { class: "told" });
    left = h("button", { type: "button", class: "left" });
    found = h("span", { class: "found soft", "aria-live": "polite" });
    undo;
    redo;
    timer = 0;
    /** What is wanted less often: buttons, or on narrow screens one menu. */
    rest(acts) {
      const w = words();
      const items = [
        { text: w.out, run: acts.out },
        { text: w.commands.help, run: () => acts.run("help") },
        { text: w.settings.title, run: acts.settings }
      ];
      const wide = [
        tool("out", w.out, acts.out),
        tool("help", w.commands.help, () => acts.run("help"), "help"),
        tool("settings", w.settings.title, acts.settings)
      ];
      for (const button of wide) button.classList.add("wide-only");
      const menu = menuButton({ icon: "more", label: w.menu, kind: "bare", items: () => items });
      menu.classList.add("narrow-only");
      return [...wide, menu];
    }
    /** Shows counts, order and filter as they are now. */
    draw() {
      const { desk } = this;
      const w = words();
      const { rows: rows2, decided, doubtful } = desk.review.counts();
      this.done.style.width = `${rows2 === 0 ? 0 : decided / rows2 * 100}%`;
      this.told.textContent = w.decided(decided, rows2);
      this.left.textContent = w.doubtfulLeft(doubtful);
      this.left.title = w.commands.nextDoubtful;
      this.left.disabled = doubtful === 0;
      this.order.value = desk.wanted.order;
      this.filter.value = desk.wanted.filter;
      this.filter.classList.toggle("on", desk.wanted.filter !== "all");
      if (this.search.value !== desk.wanted.query && document.activeElement !== this.search)
        this.search.value = desk.wanted.query;
      const narrowed = desk.wanted.filter !== "all" || desk.wanted.query.trim() !== "";
      this.found.textContent = narrowed ? w.found(desk.list.rows.length) : "";
      this.undo.setAttribute("aria-disabled", String(!desk.review.undo));
      this.redo.setAttribute("aria-disabled", String(!desk.review.redo));
    }
    /** Who chose with the mouse goes on with the rows; who walks through the choices by key stays. */
    choose(change, pointed2) {
      this.desk.want(change);
      if (pointed2) this.desk.takeFocus();
    }
    type() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.desk.want({ query: this.search.value }), 60);
    }
    searchKey(event) {
      event.stopPropagation();
      if (event.key === "Escape") {
        event.preventDefault();
        this.search.value = "";
        window.clearTimeout(this.timer);
        if (this.desk.wanted.query !== "") this.desk.want({ query: "" });
        this.desk.takeFocus();
      } else if (event.key === "Enter" || event.key === "ArrowDown") {
        event.preventDefault();
        window.clearTimeout(this.timer);
        this.desk.want({ query: this.search.value });
        this.desk.takeFocus();
      }
    }
  };
  function choose(label, options, chosen) {
    const element = h(
      "select",
      { "aria-label": label, title: label },
      ...options.map(([value, text]) => h("option", { value }, text))
    );
    let pointed2 = false;
    element.addEventListener("pointerdown", () => {
      pointed2 = true;
    });
    element.addEventListener("keydown", () => {
      pointed2 = false;
    });
    element.addEventListener("change", () => chosen(element.value, pointed2));
    return element;
  }
  function tool(sign, label, click, command) {
    const key = command && keysWith(settings.keys)[command][0];
    return h(
      "button",
      {
        type: "button",
        class: "bare",
        "aria-label": label,
        title: label,
        "aria-keyshortcuts": key && ariaName(key),
        click
      },
      icon(sign)
    );
  }
  function legend() {
    const w = words();
    const meter2 = (band, c, text) => {
      const bar2 = h("i");
      bar2.style.setProperty("--c", String(c));
      return h("li", { class: band }, h("span", { class: "meter" }, bar2), h("bdi", { dir: "ltr" }, text));
    };
    return h(
      "ul",
      { class: "legend", "aria-label": w.confidence },
      meter2("sure", 1, "0.8–1"),
      meter2("look", 0.7, "0.5–0.8"),
      meter2("weak", 0.4, "0–0.5"),
      h("li", {}, h("span", { class: "blank" }), w.noPartner)
    );
  }

  // source/help.ts
  function openHelp(run, changed) {
    const w = words();
    const list = h("div", { class: "commands" });
    const close = openDialog(w.help.title, "wide help", () => [
      h("p", { class: "soft" }, w.help.intro),
      list,
      h(
        "div",
        { class: "buttons" },
        h(
          "button",
          {
            type: "button",
            click: () => {
              keepSettings({ keys: {} });
              draw();
              changed();
            }
          },
          w.help.reset
        )
      )
    ]);
    const draw = () => {
      const taken = commandsOf(settings.keys);
      fill(
        list,
        ...Object.keys(GROUPS).map(
          (group) => h(
            "section",
            {},
            h("h3", {}, w.groups[group]),
            h("ul", {}, ...GROUPS[group].map((command) => line(command, taken)))
          )
        )
      );
    };
    const line = (command, taken) => {
      const name = w.commands[command];
      const keys2 = keysWith(settings.keys)[command].filter((key) => taken.get(key) === command);
      const shown3 = h(
        "span",
        { class: "keys" },
        ...keys2.length > 0 ? keys2.map((key) => h("kbd", { dir: "ltr" }, drawn(key))) : [h("span", { class: "soft" }, w.help.none)]
      );
      const change = h(
        "button",
        {
          type: "button",
          class: "bare",
          "aria-label": w.help.changeOf(name),
          click: () => listen(change, command)
        },
        w.help.change
      );
      return h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "command",
            click: () => {
              close();
              run(command);
            }
          },
          name
        ),
        shown3,
        change
      );
    };
    const listen = (button, command) => {
      button.textContent = w.help.press;
      const pressed = (event) => {
        event.preventDefault();
        event.stopPropagation();
        const key = nameOf(event);
        if (key === void 0) return;
        stop();
        if (key !== "Escape" && key !== "Tab") give(command, key);
        draw();
        const at = COMMANDS.indexOf(command);
        list.querySelectorAll(".command")[at]?.focus();
        changed();
      };
      const stop = () => button.removeEventListener("keydown", pressed);
      button.addEventListener("keydown", pressed);
      button.addEventListener(
        "blur",
        () => {
          stop();
          button.textContent = w.help.change;
        },
        { once: true }
      );
    };
    draw();
  }
  function give(command, key) {
    const keys2 = { ...settings.keys };
    for (const other of COMMANDS) {
      const own = keys2[other];
      if (own?.includes(key)) keys2[other] = own.filter((each) => each !== key);
    }
    keys2[command] = [key];
    keepSettings({ keys: keys2 });
  }
  function openSettings(changed) {
    const w = words();
    openDialog(w.settings.title, "small", (close) => [
      choice("theme", w.settings.theme, settings.theme, w.settings.themes, (theme) => {
        keepSettings({ theme });
        showTheme();
        changed();
      }),
      choice("speech", w.settings.speech, settings.speech, { en: "English", ar: "العربية" }, (speech) => {
        keepSettings({ speech });
        close();
        changed();
        openSettings(changed);
      }),
      h("label", { for: "by" }, w.settings.by),
      (() => {
        const input = h("input", {
          id: "by",
          type: "text",
          dir: "auto",
          maxlength: 80,
          autocomplete: "off"
        });
        input.value = settings.by;
        input.addEventListener("change", () => keepSettings({ by: input.value.trim() }));
        return input;
      })()
    ]);
  }
  function choice(id, label, now, of, chosen) {
    const buttons = Object.entries(of).map(([value, text]) => {
      const input = h("input", { type: "radio", name: id, value, change: () => chosen(value) });
      input.checked = value === now;
      return h("label", { class: "choice" }, input, bdi(text));
    });
    return h("fieldset", {}, h("legend", {}, label), h("div", { class: "choices" }, ...buttons));
  }

  // source/carets.ts
  function stops(pieces) {
    const out = [];
    pieces.forEach((piece, index) => {
      if (index > 0) out.push({ piece: index, offset: 0 });
      if (piece.edited !== void 0) return;
      for (const offset of wordStarts(piece.text)) out.push({ piece: index, offset });
    });
    return out;
  }
  function wordStarts(text) {
    const starts = Array.from(text.matchAll(/\s+/gu), (gap) => gap.index + gap[0].length);
    const inside = starts.filter((at) => at < text.length && text.slice(0, at).trim() !== "");
    if (inside.length > 0 || text.length < 8) return inside;
    const words2 = new Intl.Segmenter(void 0, { granularity: "word" }).segment(text);
    return Array.from(words2, (word) => word.index).filter((at) => at > 0);
  }
  function distance(pieces, place2) {
    const before = pieces.slice(0, place2.piece).reduce((sum, piece) => sum + piece.text.length, 0);
    return before + place2.offset;
  }
  function length(pieces) {
    return pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  }
  function nearest(pieces, places, wanted2) {
    let best;
    let least = Infinity;
    for (const place2 of places) {
      const off = Math.abs(distance(pieces, place2) - wanted2);
      if (off < least) [best, least] = [place2, off];
    }
    return best;
  }
  function step(pieces, from, by) {
    const all = stops(pieces);
    if (!from) return nearest(pieces, all, length(pieces) / 2);
    const here = distance(pieces, from);
    const ahead = all.filter((place2) => (distance(pieces, place2) - here) * by > 0);
    return (by > 0 ? ahead[0] : ahead.at(-1)) ?? from;
  }
  function settle(pieces, place2, reach) {
    const piece = pieces[place2.piece];
    if (!piece) return place2;
    if (piece.edited !== void 0) {
      const late = place2.offset * 2 > piece.edited.length;
      return late && place2.piece + 1 < pieces.length ? { piece: place2.piece + 1, offset: 0 } : { piece: place2.piece, offset: 0 };
    }
    const ends = [{ piece: 0, offset: 0 }];
    const near = nearest(pieces, [...ends, ...stops(pieces)], distance(pieces, place2));
    const far = near ? Math.abs(distance(pieces, near) - distance(pieces, place2)) : Infinity;
    if (near && far <= reach) return near;
    if (place2.offset >= piece.text.length && place2.piece + 1 < pieces.length) {
      return { piece: place2.piece + 1, offset: 0 };
    }
    return place2;
  }
  function byteOf(pieces, place2) {
    const piece = place2 && pieces[place2.piece];
    if (!piece) return void 0;
    if (place2.offset === 0) return piece.at;
    const byte = byteAt(piece, place2.offset);
    return byte >= (pieces.at(-1)?.end ?? 0) ? void 0 : byte;
  }
  var FULL_STOPS = /[.!?؟;؛۔…。！？][)\]»”"'’]*\s/gu;
  var PAUSES = /[,،:、，–—-][)\]»”"'’]*\s/gu;
  function likeliest(row) {
    const ratio = boundary(row.s) ?? boundary(row.t);
    const out = {};
    for (const [side, pieces] of [
      ["source", row.s],
      ["target", row.t]
    ]) {
      const place2 = likeliestOf(pieces, ratio ?? 0.5);
      if (place2) out[side] = place2;
    }
    return out;
  }
  function boundary(pieces) {
    const first = pieces.length > 1 ? pieces[0] : void 0;
    return first && first.text.length / Math.max(1, length(pieces));
  }
  function likeliestOf(pieces, ratio) {
    const wanted2 = ratio * length(pieces);
    const ends = pieces.slice(1).map((_, index) => ({ piece: index + 1, offset: 0 }));
    return nearest(pieces, ends, wanted2) ?? nearest(pieces, behind(pieces, FULL_STOPS), wanted2) ?? nearest(pieces, behind(pieces, PAUSES), wanted2);
  }
  function behind(pieces, signs2) {
    return pieces.flatMap(
      (piece, index) => piece.edited !== void 0 ? [] : Array.from(piece.text.matchAll(signs2), (sign) => ({
        piece: index,
        offset: sign.index + sign[0].length
      })).filter((place2) => place2.offset < piece.text.length)
    );
  }

  // source/acts.ts
  function cell(row, side) {
    return side === "source" ? row.s : row.t;
  }
  function act(command, desk, open2) {
    if (go(command, desk, open2)) return;
    const row = desk.row();
    if (command === "undo") return back(desk, "undo");
    if (command === "redo") return back(desk, "redo");
    if (command === "realign") {
      desk.decide({ act: "realign" });
      return tell(words().said.realigned);
    }
    if (!row) return;
    if (decide(command, desk, row)) return;
    shape(command, desk, row, open2);
  }
  function go(command, desk, open2) {
    const rows2 = desk.list.rows;
    const to = (place2) => desk.go(rows2[Math.max(0, Math.min(rows2.length - 1, place2))]?.id);
    const page = () => Math.max(1, desk.list.range()[1] - desk.list.range()[0] - 1);
    const mirrored = document.documentElement.dir === "rtl";
    switch (command) {
      case "down":
        to(desk.place() + 1);
        break;
      case "up":
        to(desk.place() - 1);
        break;
      case "left":
        desk.choose(mirrored ? "target" : "source");
        break;
      case "right":
        desk.choose(mirrored ? "source" : "target");
        break;
      case "pageDown":
        to(desk.place() + page());
        break;
      case "pageUp":
        to(desk.place() - page());
        break;
      case "first":
        to(0);
        break;
      case "last":
        to(rows2.length - 1);
        break;
      case "nextDoubtful":
        desk.goOn(desk.next(1));
        break;
      case "previousDoubtful":
        desk.goOn(desk.next(-1));
        break;
      case "selectDown":
        select2(desk, 1);
        break;
      case "selectUp":
        select2(desk, -1);
        break;
      case "order":
        desk.nextOrder();
        break;
      case "filter":
        desk.nextFilter();
        break;
      case "search":
        open2.search();
        break;
      case "goTo":
        open2.goTo();
        break;
      case "help":
        open2.help();
        break;
      case "home":
        open2.home();
        break;
      case "evidence":
        open2.evidence();
        break;
      default:
        return false;
    }
    return true;
  }
  function select2(desk, by) {
    desk.selectFrom ??= desk.current;
    desk.go(desk.list.rows[desk.place() + by]?.id, "near", true);
    say(words().said.selected(desk.chosen().length));
  }
  function back(desk, act2) {
    const none = desk.sender.open === 0 && !(act2 === "undo" ? desk.review.undo : desk.review.redo);
    if (none) return tell(act2 === "undo" ? words().said.nothingToUndo : words().said.nothingToRedo);
    desk.decide({ act: act2 });
  }
  function decide(command, desk, row) {
    const w = words().said;
    const number3 = desk.number(row.id);
    switch (command) {
      case "accept": {
        const many2 = desk.chosen().length;
        finish(desk, "accept", "accepted", many2 > 1 ? w.acceptedMany(many2) : w.accepted(number3));
        break;
      }
      case "acceptThrough":
        acceptThrough(desk, row);
        break;
      case "reject":
        finish(desk, "reject", "rejected", w.rejected(number3));
        break;
      case "reopen": {
        const rows2 = desk.chosen();
        desk.decide({ act: "reopen", rows: rows2 }, { ids: rows2, state: "open" });
        tell(w.reopened(number3));
        break;
      }
      case "omit":
        omit(desk, w.omitted(number3));
        break;
      case "take1":
        void take(desk, row, 1);
        break;
      case "take2":
        void take(desk, row, 2);
        break;
      case "take3":
        void take(desk, row, 3);
        break;
      default:
        return false;
    }
    return true;
  }
  function finish(desk, act2, state, told) {
    const ids = desk.chosen();
    const news = ids.filter((id) => stateOf(desk, id) !== state);
    const next = desk.next(1, (row) => ids.includes(row.id));
    if (news.length > 0) desk.decide({ act: act2, rows: news }, { ids: news, state }, true);
    desk.selectFrom = void 0;
    desk.goOn(next, told);
  }
  function stateOf(desk, id) {
    const row = desk.review.row(id);
    return row && desk.review.stateOf(row);
  }
  function omit(desk, told) {
    const ids = desk.chosen();
    const next = desk.next(1, (row) => ids.includes(row.id));
    for (const id of ids) desk.decide({ act: "omit", row: id }, { ids: [id], state: "omitted" }, true);
    desk.selectFrom = void 0;
    desk.goOn(next, told);
  }
  function acceptThrough(desk, row) {
    const { order, filter, query } = desk.wanted;
    const whole = order === "document" && filter === "all" && query.trim() === "";
    const above = desk.list.rows.slice(0, desk.place() + 1).filter((each) => desk.review.stateOf(each) === "open");
    const ids = above.map((each) => each.id);
    const taken = new Set(ids);
    const next = desk.next(1, (each) => taken.has(each.id));
    if (whole) desk.decide({ act: "accept-through", row: row.id }, { ids, state: "accepted" }, true);
    else if (ids.length > 0) desk.decide({ act: "accept", rows: ids }, { ids, state: "accepted" }, true);
    desk.goOn(next, words().said.acceptedMany(ids.length));
  }
  async function take(desk, row, key) {
    if (!desk.showsReadings(row)) return desk.askReadings(row);
    await desk.infos.fetch(row.id);
    if (desk.current !== row.id) return;
    const proposal = desk.infos.of(row)?.proposals[key - 1];
    if (!proposal) return tell(words().said.noProposal);
    const { from, to, beads } = proposal;
    const [first, last] = [desk.review.place(from) ?? 0, desk.review.place(to) ?? 0];
    const within = (each) => {
      const place2 = desk.review.place(each.id) ?? -1;
      return place2 >= first && place2 <= last;
    };
    const next = desk.next(1, within);
    desk.decide({ act: "shape", from, to, beads }, void 0, next !== void 0);
    desk.goOn(next, words().said.taken(key));
  }
  function shape(command, desk, row, open2) {
    const w = words().said;
    switch (command) {
      case "merge":
        return merge(desk, row.id);
      case "mergeUp":
        return merge(desk, desk.review.rows[(desk.review.place(row.id) ?? 0) - 1]?.id);
      case "moveUp":
        return move(desk, row, "up");
      case "moveDown":
        return move(desk, row, "down");
      case "split":
        return split(desk, row);
      case "cut":
        return cut(desk, row);
      case "caretLeft":
        return caret(desk, row, -1);
      case "caretRight":
        return caret(desk, row, 1);
      case "caretOff":
        delete desk.carets[desk.side];
        return desk.redraw();
      case "pair":
        return pair(desk, row);
      case "edit":
        return cell(row, desk.side).length === 0 ? tell(w.emptyCell) : open2.edit(row);
      case "note":
        return open2.note(row);
    }
  }
  function merge(desk, id) {
    const place2 = id === void 0 ? void 0 : desk.review.place(id);
    if (id === void 0 || place2 === void 0 || !desk.review.rows[place2 + 1])
      return tell(words().said.noRowThere);
    desk.carets = {};
    desk.decide({ act: "merge", row: id });
    tell(words().said.merged);
  }
  function move(desk, row, way) {
    if (cell(row, desk.side).length === 0) return tell(words().said.emptyCell);
    const place2 = (desk.review.place(row.id) ?? 0) + (way === "up" ? -1 : 1);
    if (!desk.review.rows[place2]) return tell(words().said.noRowThere);
    desk.carets = {};
    desk.decide({ act: "move", row: row.id, side: desk.side, way });
    tell(words().said.moved);
  }
  function split(desk, row) {
    const w = words().said;
    if (!desk.carets.source && !desk.carets.target) {
      desk.carets = likeliest(row);
      desk.redraw();
      const found = desk.carets.source ?? desk.carets.target;
      return tell(found ? w.caretsSet : w.noCaret);
    }
    const source = byteOf(row.s, desk.carets.source);
    const target = byteOf(row.t, desk.carets.target);
    const stays = (at, pieces) => pieces.length > 0 && at !== pieces[0]?.at;
    const goes = (at, pieces) => pieces.length > 0 && at !== void 0;
    const two = (stays(source, row.s) || stays(target, row.t)) && (goes(source, row.s) || goes(target, row.t));
    if (!two) return tell(w.nothingToSplit);
    desk.carets = {};
    desk.decide({
      act: "split",
      row: row.id,
      ...source === void 0 ? {} : { source },
      ...target === void 0 ? {} : { target }
    });
    tell(w.split);
  }
  function cut(desk, row) {
    const pieces = cell(row, desk.side);
    const at = byteOf(pieces, desk.carets[desk.side]);
    if (at === void 0) return tell(words().said.noCaret);
    if (pieces.some((piece) => piece.at === at)) return tell(words().said.nothingToSplit);
    desk.carets = {};
    desk.decide({ act: "cut", row: row.id, side: desk.side, at });
    tell(words().said.cut);
  }
  function caret(desk, row, seen) {
    const dir = desk.review.whole[desk.side].dir;
    const by = dir === "rtl" ? seen === 1 ? -1 : 1 : seen;
    const pieces = cell(row, desk.side);
    const place2 = step(pieces, desk.carets[desk.side], by);
    if (!place2) return tell(pieces.length === 0 ? words().said.emptyCell : words().said.nothingToSplit);
    desk.carets = { ...desk.carets, [desk.side]: place2 };
    desk.redraw();
    say(pieces[place2.piece]?.text.slice(place2.offset).split(/\s/, 4).join(" ") ?? "");
  }
  function pair(desk, row) {
    const w = words().said;
    const chosen = inText(desk, desk.chosen());
    const [from, to] = [chosen[0] ?? row.id, chosen.at(-1) ?? row.id];
    const pinned = desk.pinned;
    if (!pinned) {
      desk.pinned = { side: desk.side, from, to };
      desk.selectFrom = void 0;
      desk.go(desk.current);
      return tell(w.pinned);
    }
    desk.pinned = void 0;
    desk.selectFrom = void 0;
    if (pinned.side === desk.side) {
      if (pinned.from === from && pinned.to === to) tell(w.unpinned);
      else {
        desk.pinned = { side: desk.side, from, to };
        tell(w.pinned);
      }
      return desk.go(desk.current);
    }
    const here = { from, to };
    const [source, target] = desk.side === "target" ? [pinned, here] : [here, pinned];
    if (source.from === source.to && target.from === target.to) {
      desk.decide({ act: "pair", source: source.from, target: target.from });
    } else {
      desk.decide({
        act: "pair-block",
        source: [source.from, source.to],
        target: [target.from, target.to]
      });
    }
    desk.go(desk.current);
    tell(w.paired);
  }
  function inText(desk, ids) {
    return [...ids].sort((a, b) => (desk.review.place(a) ?? 0) - (desk.review.place(b) ?? 0));
  }

  // source/toolbar.ts
  var MAIN = [
    ["accept", "accept"],
    ["merge", "merge"],
    ["split", "split"],
    ["moveUp", "up"],
    ["moveDown", "down"],
    ["omit", "omit"],
    ["reject", "reject"],
    ["edit", "edit"],
    ["evidence", "evidence"]
  ];
  var MORE = [
    "acceptThrough",
    "nextDoubtful",
    "previousDoubtful",
    "note",
    "cut",
    "pair",
    "mergeUp",
    "caretLeft",
    "caretRight",
    "caretOff",
    "reopen",
    "undo",
    "redo",
    "realign",
    "goTo"
  ];
  function toolbar(run) {
    const w = words();
    const keys2 = keysWith(settings.keys);
    const bar2 = h("div", { class: "toolbar", role: "toolbar", "aria-label": w.actions });
    for (const [command, sign] of MAIN) {
      const key = keys2[command][0];
      const button = h(
        "button",
        {
          type: "button",
          class: `tool ${command}`,
          title: w.commands[command],
          "aria-keyshortcuts": key && ariaName(key),
          click: () => run(command)
        },
        icon(sign),
        h("span", { class: "label" }, w.short[command] ?? w.commands[command]),
        key !== void 0 && h("kbd", { "aria-hidden": "true" }, drawn(key))
      );
      bar2.append(button);
    }
    const items = MORE.map((command) => ({
      text: w.commands[command],
      key: keys2[command][0],
      run: () => run(command)
    }));
    bar2.append(menuButton({ icon: "more", label: w.more, kind: "tool more", items: () => items }));
    return bar2;
  }

  // source/below.ts
  var Below = class {
    constructor(desk, run, foot, narrow) {
      this.desk = desk;
      this.run = run;
      this.foot = foot;
      this.narrow = narrow;
      this.tools = toolbar(run);
      this.place();
      narrow.addEventListener("change", this.place);
    }
    desk;
    run;
    foot;
    narrow;
    box = h("div", { class: "below" });
    readings = h("div", { class: "readings" });
    reasons = h("div", { class: "reasons" });
    tools;
    known = [];
    stop() {
      this.narrow.removeEventListener("change", this.place);
    }
    /** Draws the buttons anew: keys or the language have changed. */
    renew() {
      this.tools = toolbar(this.run);
      this.known = [];
      this.place();
    }
    place = () => {
      if (this.narrow.matches) {
        fill(this.foot, this.tools);
        fill(this.box, this.readings, this.reasons);
      } else {
        fill(this.foot);
        fill(this.box, this.readings, this.reasons, this.tools);
      }
    };
    draw(view2, row) {
      if (this.box.parentElement !== view2.extra) view2.extra.append(this.box);
      const desk = this.desk();
      const shows = desk.showsReadings(row);
      const info = desk.infos.of(row);
      const now = [row, info, shows, settings.evidence, words()];
      if (now.every((value, at) => value === this.known[at])) return;
      this.known = now;
      this.drawReadings(row, info, shows);
      this.drawReasons(row, info);
    }
    drawReadings(row, info, shows) {
      const w = words();
      this.readings.hidden = !shows;
      if (!shows) return fill(this.readings);
      if (!info) return fill(this.readings, h("p", { class: "soft" }, w.asking));
      if (info.proposals.length === 0) return fill(this.readings, h("p", { class: "soft" }, w.noProposals));
      fill(
        this.readings,
        h("p", { class: "soft", id: "readings-of" }, w.proposals),
        h(
          "div",
          { class: "cards", role: "group", "aria-labelledby": "readings-of" },
          ...info.proposals.slice(0, 3).map((each, at) => this.card(row, each, at + 1))
        )
      );
    }
    card(row, proposal, key) {
      const { review } = this.desk();
      const first = review.place(proposal.from) ?? review.place(row.id) ?? 0;
      const last = review.place(proposal.to) ?? first;
      const rows2 = review.rows.slice(first, last + 1);
      const [s, t] = [rows2.flatMap((each) => each.s), rows2.flatMap((each) => each.t)];
      let [i, j] = [0, 0];
      const beads = proposal.beads.map(([n, m]) => {
        const bead = h(
          "span",
          { class: "mini" },
          mini(s.slice(i, i + n), review.whole.source),
          mini(t.slice(j, j + m), review.whole.target)
        );
        [i, j] = [i + n, j + m];
        return bead;
      });
      const shapes = proposal.beads.map(([n, m]) => `${n}–${m}`).join(" · ");
      return h(
        "button",
        { type: "button", class: "card", click: () => this.run(`take${key}`) },
        spoken(`${words().proposal(key, percent(proposal.p))}: `),
        h(
          "span",
          { class: "card-head" },
          h("kbd", { "aria-hidden": "true" }, String(key)),
          h("bdi", { class: "shape", dir: words().dir }, shapes),
          h("span", { class: "p", "aria-hidden": "true" }, percent(proposal.p))
        ),
        ...beads
      );
    }
    drawReasons(row, info) {
      const w = words();
      this.reasons.hidden = !settings.evidence;
      if (!settings.evidence || !info) return fill(this.reasons);
      const signals = info.evidence.filter(({ nats }) => Math.abs(nats) >= 0.05).map(
        ({ signal, nats }) => h(
          "li",
          { class: nats < 0 ? "against" : "for" },
          bdi(w.signals[signal] ?? signal),
          " ",
          h("b", { dir: "ltr" }, `${nats < 0 ? "−" : "+"}${Math.abs(nats).toFixed(1)}`)
        )
      );
      const length2 = row.s.length > 0 && row.t.length > 0 && info.length !== void 0 && h("li", { class: "plain" }, lengths(info.length));
      const kinds = new Set(info.links.map((link) => link.kind));
      const links = Array.from(
        kinds,
        (kind) => h("li", { class: "plain" }, h("mark", { class: `${kind} shown` }, w.links[kind]))
      );
      fill(
        this.reasons,
        h("p", { class: "soft" }, h("b", {}, w.why), " · ", w.whyUnit),
        h(
          "ul",
          { class: "why" },
          ...signals.length > 0 ? signals : [h("li", { class: "plain" }, w.noEvidence)],
          length2,
          ...links
        )
      );
    }
  };
  function mini(pieces, { lang, dir }) {
    if (pieces.length === 0) return h("span", { class: "mini-side none" }, words().noPartner);
    const lines = pieces.map((piece) => {
      const text = shown(piece);
      return h(
        "span",
        { class: "mini-line" },
        bdi(text.length > 160 ? `${text.slice(0, 160)}…` : text, dir),
        " "
      );
    });
    return h("span", { class: "mini-side", lang, dir }, ...lines);
  }
  function lengths(surprise) {
    const far = Math.abs(surprise).toFixed(1);
    if (Math.abs(surprise) < 0.05) return words().asLong;
    return surprise < 0 ? words().shorter(far) : words().longer(far);
  }

  // source/infos.ts
  var Infos = class {
    constructor(review, arrived) {
      this.review = review;
      this.arrived = arrived;
    }
    review;
    arrived;
    kept = /* @__PURE__ */ new Map();
    asked = /* @__PURE__ */ new Map();
    /** What is known of a row and still true. */
    of(row) {
      const kept = this.kept.get(row.id);
      if (!kept) return void 0;
      const same = kept.rows.every((known) => this.review.row(known.id) === known);
      return same ? kept.info : void 0;
    }
    /** Asks for a row, unless it is known or asked for already. */
    fetch(id) {
      const row = this.review.row(id);
      if (!row || this.of(row)) return Promise.resolve();
      const asked = this.asked.get(id);
      if (asked) return asked;
      const asking = this.ask(row).finally(() => this.asked.delete(id));
      this.asked.set(id, asking);
      return asking;
    }
    async ask(row) {
      try {
        const info = await ask(`review/${encodeURIComponent(this.review.id)}/row/${row.id}`);
        if (this.review.row(row.id) !== row) return;
        this.kept.set(row.id, { info, rows: [row, ...this.rowsOf(info)] });
        this.arrived(row.id);
      } catch {
      }
    }
    rowsOf(info) {
      return info.proposals.flatMap(({ from, to }) => {
        const [first, last] = [this.review.place(from), this.review.place(to)];
        if (first === void 0 || last === void 0) return [];
        return this.review.rows.slice(Math.min(first, last), Math.max(first, last) + 1);
      });
    }
  };

  // source/list.ts
  var MARGIN = 400;
  var END = 120;
  var List = class {
    constructor(scroller, layer, drawing, anchor, scrolled) {
      this.scroller = scroller;
      this.layer = layer;
      this.drawing = drawing;
      this.anchor = anchor;
      this.scrolled = scrolled;
      this.sizes = new ResizeObserver((entries) => this.measured(entries));
      this.sizes.observe(layer);
      scroller.addEventListener(
        "scroll",
        () => {
          this.draw();
          this.scrolled();
        },
        { passive: true }
      );
    }
    scroller;
    layer;
    drawing;
    anchor;
    scrolled;
    views = /* @__PURE__ */ new Map();
    rows = [];
    places = /* @__PURE__ */ new Map();
    tops = new Float64Array(1);
    heights = /* @__PURE__ */ new Map();
    sizes;
    width = 0;
    /** Guesses are kept by row: a row of other texts is another object. */
    guesses = /* @__PURE__ */ new WeakMap();
    all = false;
    stop() {
      this.sizes.disconnect();
    }
    place(id) {
      return this.places.get(id);
    }
    /** Shows other rows, with the anchor kept where it was. */
    show(rows2) {
      const hold = this.hold();
      this.rows = rows2;
      this.places = new Map(rows2.map((row, place2) => [row.id, place2]));
      this.stack();
      this.release(hold);
      this.draw();
      this.sort();
    }
    /** Elements that were drawn in another order stand in this one. What has the focus stays in its place. */
    sort() {
      const place2 = (id) => this.places.get(id) ?? 0;
      const sorted = Array.from(this.views.keys()).sort((a, b) => place2(a) - place2(b)).flatMap((id) => this.views.get(id)?.element ?? []);
      const there = Array.from(this.layer.children).filter((each) => each.hasAttribute("data-row"));
      if (sorted.every((each, at) => each === there[at])) return;
      const fixed = sorted.findIndex((each) => each.contains(document.activeElement));
      sorted.forEach((each, at) => {
        if (at < fixed) sorted[fixed]?.before(each);
        else if (at > fixed) this.layer.append(each);
      });
    }
    /** The rows at the upper and the lower edge of the view. */
    range() {
      const top = this.scroller.scrollTop;
      return [this.at(top), this.at(top + this.scroller.clientHeight)];
    }
    /** Draws what is near the view, and all that is drawn anew. */
    draw() {
      const top = this.scroller.scrollTop;
      const height = this.scroller.clientHeight;
      const first = this.all ? 0 : this.at(top - MARGIN);
      const last = this.all ? this.rows.length - 1 : this.at(top + height + MARGIN);
      const held = this.anchor();
      const wanted2 = /* @__PURE__ */ new Set();
      for (let place2 = first; place2 <= last; place2++) this.drawRow(place2, wanted2);
      const heldPlace = held === void 0 ? void 0 : this.places.get(held);
      if (heldPlace !== void 0 && (heldPlace < first || heldPlace > last))
        this.drawRow(heldPlace, wanted2);
      for (const [id, view2] of this.views) {
        if (wanted2.has(id)) continue;
        this.sizes.unobserve(view2.element);
        view2.element.remove();
        this.views.delete(id);
      }
    }
    drawRow(place2, wanted2) {
      const row = this.rows[place2];
      if (!row || wanted2.has(row.id)) return;
      wanted2.add(row.id);
      let view2 = this.views.get(row.id);
      if (!view2) {
        view2 = this.drawing.make(row);
        this.views.set(row.id, view2);
        this.insert(view2.element, place2);
        this.sizes.observe(view2.element);
      }
      this.drawing.update(view2, row, place2);
      const top = this.all ? "" : `translateY(${Math.round(this.tops[place2] ?? 0)}px)`;
      if (view2.element.style.transform !== top) view2.element.style.transform = top;
    }
    /** Elements stand in the page in the order of the rows, as a screen reader goes through them. */
    insert(element, place2) {
      for (let after = place2 + 1; after < place2 + 80; after++) {
        const row = this.rows[after];
        const next = row && this.views.get(row.id);
        if (next) return void this.layer.insertBefore(element, next.element);
      }
      this.layer.append(element);
    }
    /** Brings a row into view: as little as is needed, or with what follows it in sight. */
    reveal(place2, how) {
      const row = this.rows[place2];
      if (!row) return;
      const [top, bottom] = [this.tops[place2] ?? 0, this.tops[place2 + 1] ?? 0];
      const view2 = this.scroller.clientHeight;
      const from = this.scroller.scrollTop;
      const air = Math.min(90, view2 / 6);
      if (how === "third" && (top < from + air || bottom > from + view2 - air * 2)) {
        this.scroller.scrollTop = top - view2 / 3;
      } else if (top < from + air) {
        this.scroller.scrollTop = top - air;
      } else if (bottom > from + view2 - air) {
        this.scroller.scrollTop = Math.min(bottom - view2 + air, top - air);
      }
      this.draw();
    }
    /** Measures what is drawn at once, before a row is brought into view. */
    measure() {
      if (this.all) return;
      let changed = false;
      for (const [each, drawn2] of this.views) {
        const height = drawn2.element.offsetHeight;
        if (height === 0 || this.heights.get(each) === height) continue;
        this.heights.set(each, height);
        changed = true;
      }
      if (!changed) return;
      const hold = this.hold();
      this.stack();
      this.release(hold);
    }
    /** For print: all rows, one below the other. */
    drawAll(all) {
      this.all = all;
      this.layer.classList.toggle("all", all);
      this.draw();
    }
    at(y) {
      let [low, high] = [0, Math.max(0, this.rows.length - 1)];
      while (low < high) {
        const middle = low + high + 1 >> 1;
        if ((this.tops[middle] ?? 0) <= y) low = middle;
        else high = middle - 1;
      }
      return low;
    }
    stack() {
      const width = this.layer.clientWidth;
      this.tops = new Float64Array(this.rows.length + 1);
      let top = 0;
      this.rows.forEach((row, place2) => {
        this.tops[place2] = top;
        top += this.heights.get(row.id) ?? this.guess(row, width);
      });
      this.tops[this.rows.length] = top;
      this.layer.style.height = `${Math.round(top) + END}px`;
    }
    guess(row, width) {
      let height = this.guesses.get(row);
      if (height === void 0) this.guesses.set(row, height = guess(row, width));
      return height;
    }
    /** Where the anchor stands on the screen, or the first row in view if the anchor is out of it. */
    hold() {
      const scroll = this.scroller.scrollTop;
      const id = this.anchor();
      const place2 = id === void 0 ? void 0 : this.places.get(id);
      const y = place2 === void 0 ? -1 : (this.tops[place2] ?? 0) - scroll;
      if (id !== void 0 && y >= 0 && y < this.scroller.clientHeight) return { id, y };
      const first = this.at(scroll);
      const row = this.rows[first];
      return row && { id: row.id, y: (this.tops[first] ?? 0) - scroll };
    }
    release(hold) {
      const place2 = hold && this.places.get(hold.id);
      if (place2 === void 0 || !hold) return;
      const scroll = Math.round((this.tops[place2] ?? 0) - hold.y);
      if (Math.abs(this.scroller.scrollTop - scroll) >= 1) this.scroller.scrollTop = scroll;
    }
    measured(entries) {
      if (this.all) return;
      let changed = false;
      const hold = this.hold();
      if (this.layer.clientWidth !== this.width) {
        this.width = this.layer.clientWidth;
        this.heights.clear();
        this.guesses = /* @__PURE__ */ new WeakMap();
        for (const [id, view2] of this.views) this.heights.set(id, view2.element.offsetHeight);
        changed = true;
      }
      for (const { target } of entries) {
        const id = Number(target.dataset["row"]);
        if (Number.isNaN(id) || !target.isConnected) continue;
        const height = target.offsetHeight;
        if (height === 0 || this.heights.get(id) === height) continue;
        this.heights.set(id, height);
        changed = true;
      }
      if (!changed) return;
      this.stack();
      this.release(hold);
      this.draw();
    }
  };
  function guess(row, width) {
    const length2 = (pieces) => pieces.reduce((sum, piece) => sum + piece.text.length, 0);
    const narrow = width < 700;
    const cell2 = narrow ? width - 40 : (width - 250) / 2;
    const lines = (units) => Math.max(1, Math.ceil(units * 7.4 / Math.max(120, cell2)));
    const [source, target] = [lines(length2(row.s)) * 32, lines(length2(row.t)) * 28];
    return narrow ? source + target + 70 : Math.max(source, target) + 28;
  }

  // source/sender.ts
  var EACH2 = 1500;
  var Sender = class {
    constructor(review, listener) {
      this.review = review;
      this.listener = listener;
      this.timer = window.setTimeout(() => void this.look(), EACH2);
      document.addEventListener("visibilitychange", this.woken);
    }
    review;
    listener;
    queue = [];
    busy = false;
    stopped = false;
    /** The program did not answer last time. */
    troubled = false;
    /** The program refused the question for changes; that is told once. */
    shut = false;
    timer = 0;
    poll;
    stop() {
      this.stopped = true;
      window.clearTimeout(this.timer);
      this.poll?.abort();
      document.removeEventListener("visibilitychange", this.woken);
    }
    /** How many decisions are not answered yet. */
    get open() {
      return this.queue.length;
    }
    send(sent) {
      this.queue.push(sent);
      if (this.troubled) this.listener.waiting(this.queue.length);
      void this.run();
    }
    async run() {
      if (this.busy) return;
      this.busy = true;
      this.poll?.abort();
      for (let sent = this.queue[0]; sent && !this.stopped; sent = this.queue[0]) {
        await this.deliver(sent);
      }
      this.busy = false;
    }
    /** Sends a decision until it is answered. */
    async deliver(sent) {
      const key = crypto.randomUUID();
      const path = `review/${encodeURIComponent(this.review.id)}/decide`;
      for (let tries = 0; !this.stopped; tries++) {
        try {
          const by = settings.by.trim();
          const post = {
            seen: this.review.at,
            key,
            ...by ? { by } : {},
            decision: sent.decision
          };
          const answer = await ask(path, { post });
          await this.take(answer);
          return this.done(sent, answer);
        } catch (error) {
          if (!(error instanceof Silence)) {
            this.queue.shift();
            sent.settle?.();
            this.listener.refused(
              error instanceof Refusal ? error : new Refusal(String(error)),
              sent
            );
            return;
          }
          this.troubled = true;
          this.listener.waiting(this.queue.length);
          await pause(Math.min(400 * 2 ** tries, 5e3));
        }
      }
    }
    done(sent, answer) {
      this.queue.shift();
      sent.settle?.();
      this.calm();
      this.listener.changed(answer, sent);
    }
    calm() {
      if (!this.troubled) return;
      this.troubled = false;
      this.listener.waiting(0);
    }
    changes(signal) {
      const path = `review/${encodeURIComponent(this.review.id)}/changes?since=${this.review.at}`;
      return ask(path, signal ? { signal } : {});
    }
    async take(answer) {
      if (answer.whole || !this.review.apply(answer)) await this.fetchWhole();
    }
    async fetchWhole() {
      this.review.replace(await ask(`review/${encodeURIComponent(this.review.id)}`));
    }
    woken = () => {
      if (document.visibilityState === "visible") void this.look();
    };
    /** Asks what others did. A decision that comes meanwhile ends the question. */
    async look() {
      window.clearTimeout(this.timer);
      if (this.stopped) return;
      if (!this.busy && document.visibilityState === "visible") {
        const poll = new AbortController();
        this.poll?.abort();
        this.poll = poll;
        try {
          const before = this.review.at;
          const answer = await this.changes(poll.signal);
          if (!poll.signal.aborted && before === this.review.at) {
            await this.take(answer);
            this.calm();
            this.shut = false;
            if (this.review.at !== before) this.listener.changed(answer);
          }
        } catch (error) {
          if (error instanceof Silence && !poll.signal.aborted) {
            this.troubled = true;
            this.listener.waiting(this.queue.length);
          } else if (error instanceof Refusal && !this.shut) {
            this.shut = true;
            this.listener.refused(error);
          }
        }
      }
      this.timer = window.setTimeout(() => void this.look(), EACH2);
    }
  };

  // source/desk.ts
  var Desk = class {
    constructor(whole, home, grid, scroller, around) {
      this.home = home;
      this.grid = grid;
      this.around = around;
      this.review = new Review(whole);
      const texts = { source: whole.source, target: whole.target };
      this.list = new List(
        scroller,
        grid,
        {
          make: (row) => new RowView(row, texts),
          update: (view2, row, place2) => this.drawRow(view2, row, place2)
        },
        () => this.current,
        () => this.around.moved()
      );
      this.infos = new Infos(this.review, (id) => this.informed(id));
      this.sender = new Sender(this.review, {
        changed: (answer, sent) => this.answered(answer, sent),
        refused: (refusal, sent) => this.refused(refusal, sent),
        waiting: (count) => tellTrouble(this.sender.troubled ? count : void 0)
      });
    }
    home;
    grid;
    around;
    review;
    list;
    sender;
    infos;
    current;
    side = "source";
    carets = {};
    pinned;
    /** Where a selection begins; it ends at the current row. */
    selectFrom;
    hovered;
    /** The side whose text is being edited. */
    editing;
    /** A row whose proposals were asked for although it is not doubtful. */
    askedFor;
    /** Whether rows go into the memory as they are accepted. */
    live = false;
    wanted = { order: settings.order, filter: "all", query: "" };
    selected = /* @__PURE__ */ new Set();
    ahead = 0;
    stop() {
      this.sender.stop();
      this.list.stop();
    }
    row() {
      return this.current === void 0 ? void 0 : this.review.row(this.current);
    }
    /** The place of the current row among the shown ones. */
    place() {
      return (this.current === void 0 ? void 0 : this.list.place(this.current)) ?? 0;
    }
    /** The number of a row as people see it. */
    number(id) {
      return (this.review.place(id) ?? 0) + 1;
    }
    /** Whether the row's proposals are shown, so that their keys take them. */
    showsReadings(row) {
      if (this.review.isDoubtful(row)) return true;
      return this.review.stateOf(row) === "open" && (settings.evidence || this.askedFor === row.id);
    }
    askReadings(row) {
      this.askedFor = row.id;
      void this.infos.fetch(row.id);
      this.redraw();
    }
    // Shows
    /** Computes anew which rows are shown, and draws them. */
    refresh() {
      const before = this.place();
      const rows2 = view(this.review, this.wanted);
      const gone = this.current === void 0 || !rows2.some((row) => row.id === this.current);
      if (gone) {
        this.carets = {};
        this.selectFrom = void 0;
        this.current = rows2[Math.min(before, rows2.length - 1)]?.id;
      }
      this.grid.setAttribute("aria-rowcount", String(rows2.length + 1));
      this.select();
      this.list.show(rows2);
      this.around.changed();
      this.around.moved();
      if (gone && document.activeElement === document.body) this.takeFocus();
      this.lookAhead();
    }
    redraw() {
      this.list.draw();
      this.around.moved();
    }
    drawRow(view2, row, place2) {
      const current = row.id === this.current;
      const number3 = this.number(row.id);
      const pinned = this.pinned;
      const inPin = pinned && this.between(row.id, pinned.from, pinned.to);
      const looked = current || row.id === this.hovered;
      const face = {
        row,
        number: number3,
        // The first is the row of column names.
        index: place2 + 2,
        state: this.review.stateOf(row),
        current,
        side: this.side,
        selected: this.selected.has(row.id),
        pinned: inPin ? pinned.side : void 0,
        carets: current ? this.carets : {},
        links: looked ? this.infos.of(row)?.links : void 0,
        joined: row.moved === true && this.list.rows[place2 + 1]?.moved === true,
        editing: current ? this.editing : void 0
      };
      view2.update(face);
      if (current) this.around.currentDrawn(view2, row);
    }
    between(id, from, to) {
      const [place2, a, b] = [id, from, to].map((each) => this.review.place(each));
      if (place2 === void 0 || a === void 0 || b === void 0) return false;
      return place2 >= Math.min(a, b) && place2 <= Math.max(a, b);
    }
    // Where the person is
    /** Goes to a row. `how`: as little scrolling as is needed, or with what follows in sight. */
    go(id, how = "near", keep = false) {
      if (id === void 0) return;
      const place2 = this.list.place(id);
      if (place2 === void 0) return;
      if (id !== this.current) {
        this.carets = {};
        this.editing = void 0;
        if (!keep) this.selectFrom = void 0;
      }
      this.current = id;
      this.select();
      this.list.draw();
      this.list.measure();
      this.list.reveal(this.list.place(id) ?? place2, how);
      this.takeFocus();
      this.around.moved();
      this.lookAhead();
    }
    choose(side) {
      this.side = side;
      this.list.draw();
      this.takeFocus();
    }
    takeFocus() {
      if (this.current === void 0 || this.editing) return;
      this.list.views.get(this.current)?.cells[this.side].focus({ preventScroll: true });
    }
    /** Goes to a row even if the filter hides it. */
    reach(id) {
      if (this.list.place(id) === void 0 && this.review.row(id)) this.want({ filter: "all", query: "" });
      this.go(id, "third");
    }
    /** The next row that asks for a look, but for some; nothing where none is left. */
    next(by, but = () => false) {
      const rows2 = this.list.rows;
      let from = this.place();
      for (let tries = 0; tries < rows2.length; tries++) {
        const at = nextDoubtful(this.review, rows2, from, by);
        const row = at === void 0 ? void 0 : rows2[at];
        if (at === void 0 || !row || row.id === this.current) return void 0;
        if (!but(row)) return row.id;
        from = at;
      }
      return void 0;
    }
    /** Goes to the next doubtful row and says so, after `first`. */
    goOn(next, first = "") {
      if (next === void 0) {
        tell(`${first} ${words().said.noneDoubtful}`.trim());
        if (first !== "") this.go(this.nextOpen());
        return;
      }
      this.go(next, "third");
      say(`${first} ${this.told(next)}`.trim());
    }
    nextOpen() {
      const below = this.list.rows.slice(this.place() + 1);
      return below.find((row) => this.review.stateOf(row) === "open")?.id;
    }
    told(id) {
      const row = this.review.row(id);
      if (!row) return "";
      const c = row.c === void 0 ? void 0 : confidence(row.c);
      return words().said.at(this.number(id), c, this.review.isDoubtful(row));
    }
    /** The selected rows in the order shown; without a selection the current one. */
    chosen() {
      const rows2 = this.list.rows.filter((row) => this.selected.has(row.id)).map((row) => row.id);
      return rows2.length > 0 ? rows2 : this.current === void 0 ? [] : [this.current];
    }
    select() {
      this.selected = /* @__PURE__ */ new Set();
      const from = this.selectFrom === void 0 ? void 0 : this.list.place(this.selectFrom);
      if (from === void 0 || this.current === void 0) return;
      const to = this.place();
      for (let at = Math.min(from, to); at <= Math.max(from, to); at++) {
        const row = this.list.rows[at];
        if (row) this.selected.add(row.id);
      }
    }
    want(change) {
      this.wanted = { ...this.wanted, ...change };
      if (change.order) keepSettings({ order: change.order });
      this.refresh();
      const w = words();
      const { order, filter } = this.wanted;
      say(w.said.view(w.orders[order], w.filters[filter], this.list.rows.length));
      if (this.current !== void 0) this.list.reveal(this.place(), "third");
    }
    nextOrder() {
      const at = ORDERS.indexOf(this.wanted.order);
      this.want({ order: ORDERS[(at + 1) % ORDERS.length] ?? "document" });
      this.go(this.list.rows[0]?.id);
      tell(words().orders[this.wanted.order]);
    }
    nextFilter() {
      const at = FILTERS.indexOf(this.wanted.filter);
      this.want({ filter: FILTERS[(at + 1) % FILTERS.length] ?? "all" });
      tell(`${words().filters[this.wanted.filter]}: ${words().found(this.list.rows.length)}`);
    }
    /** What was asked about a row is there. Proposals that open at the foot of the view are brought into it. */
    informed(id) {
      const [first, last] = this.list.range();
      this.redraw();
      if (id !== this.current) return;
      this.list.measure();
      const place2 = this.place();
      if (place2 >= first && place2 <= last) this.list.reveal(place2, "near");
    }
    /** Fetches what the program says of this row and of the doubtful ones that come next. */
    lookAhead() {
      window.clearTimeout(this.ahead);
      this.ahead = window.setTimeout(async () => {
        if (this.current === void 0 || this.sender.open > 0) return;
        const here = this.current;
        await this.infos.fetch(here);
        let at = this.place();
        for (let count = 0; count < 3 && this.current === here; count++) {
          const next = nextDoubtful(this.review, this.list.rows, at, 1);
          const row = next === void 0 ? void 0 : this.list.rows[next];
          if (next === void 0 || !row || next <= at) return;
          await this.infos.fetch(row.id);
          at = next;
        }
      }, 40);
    }
    // Decisions
    /** Sends a decision. `ahead` shows rows as decided before the answer. */
    decide(decision, ahead, movedOn = false) {
      const settle2 = ahead && this.review.foresee(ahead.ids, ahead.state);
      this.sender.send({ decision, settle: settle2, movedOn });
      if (!ahead) return;
      this.list.draw();
      this.around.changed();
    }
    answered(answer, sent) {
      if (answer.conflict) warn(answer.conflict.text);
      const changes2 = answer.changes?.length ?? 0;
      this.refresh();
      if (!sent) {
        if (changes2 > 0) tell(words().said.others(changes2));
        return;
      }
      if (answer.told) tell(answer.told);
      if (answer.conflict) return;
      const { act: act2 } = sent.decision;
      if (act2 === "undo" || act2 === "redo") this.tellUndone(act2, answer);
      const focus = answer.focus ?? this.review.back;
      if (focus !== void 0 && !sent.movedOn && this.sender.open === 0) {
        if (this.review.row(focus)) this.reach(focus);
      }
    }
    tellUndone(act2, answer) {
      const w = words();
      const of = answer.said?.of ?? "";
      const name = w.acts[of] ?? of;
      const by = answer.said?.by ? ` (${answer.said.by})` : "";
      tell(act2 === "undo" ? w.said.undone(name + by) : w.said.redone(name + by));
    }
    refused(refusal, sent) {
      warn(refusal.message, refusal.hint);
      if (!sent) return;
      void this.sender.fetchWhole().then(
        () => this.refresh(),
        () => this.refresh()
      );
    }
  };

  // source/edit.ts
  function edit(desk, row, at) {
    const { side } = desk;
    const pieces = cell(row, side);
    const index = at ?? Math.min(desk.carets[side]?.piece ?? 0, pieces.length - 1);
    const piece = pieces[index];
    const view2 = desk.list.views.get(row.id);
    const place2 = view2?.cells[side].querySelector(`[data-piece="${index}"]`);
    if (!piece || !view2 || !place2 || desk.editing) return;
    const w = words();
    const text = shown(piece).replace(/\s*\n\s*/g, " ");
    const area = h("textarea", {
      class: "edit",
      dir: view2.cells[side].dir,
      lang: view2.cells[side].lang,
      "aria-label": w.editLabel,
      rows: 1
    });
    area.value = text;
    const grow = () => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 2}px`;
    };
    const end2 = () => {
      area.removeEventListener("blur", keep);
      desk.editing = void 0;
      view2.forget(side);
      desk.redraw();
      desk.takeFocus();
    };
    const send = (changed) => {
      end2();
      desk.decide({ act: "edit", row: row.id, side, at: piece.at, text: changed });
      tell(w.said.edited);
    };
    const keep = () => {
      const now = area.value.trim();
      if (now === text.trim() || now === "") end2();
      else send(now);
    };
    area.addEventListener("input", grow);
    area.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") end2();
      else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        keep();
      }
    });
    area.addEventListener("blur", keep);
    const button = (name, kind, click) => h(
      "button",
      { type: "button", class: kind, pointerdown: (event) => event.preventDefault(), click },
      name
    );
    desk.editing = side;
    place2.replaceWith(
      h(
        "div",
        { class: "edit-box" },
        area,
        h(
          "div",
          { class: "edit-buttons", dir: w.dir },
          button(w.keep, "main", keep),
          button(w.cancel, "", end2),
          piece.edited !== void 0 && button(w.original, "", () => send(null)),
          h("span", { class: "soft" }, w.editHint)
        )
      )
    );
    grow();
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }

  // source/found.ts
  var supported = typeof CSS !== "undefined" && "highlights" in CSS && typeof Highlight !== "undefined";
  function foundIn(text, query) {
    if (query === "") return [];
    let folded2 = "";
    const from = [];
    for (let at = 0; at < text.length; ) {
      const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
      let part = fold(sign);
      if (part === " " && folded2.endsWith(" ")) part = "";
      for (let each = 0; each < part.length; each++) from.push(at);
      folded2 += part;
      at += sign.length;
    }
    from.push(text.length);
    const out = [];
    for (let at = folded2.indexOf(query); at >= 0; at = folded2.indexOf(query, at + query.length)) {
      out.push([from[at] ?? 0, from[at + query.length] ?? text.length]);
    }
    return out;
  }
  function showFound(elements, query) {
    if (!supported) return;
    const wanted2 = fold(query).trim();
    if (wanted2 === "") return void CSS.highlights.delete("found");
    const ranges = [];
    for (const element of elements) {
      const places = foundIn(element.textContent ?? "", wanted2);
      for (const [from, to] of places) {
        const range = document.createRange();
        const [start, end2] = [nodeAt(element, from), nodeAt(element, to)];
        if (!start || !end2) continue;
        range.setStart(...start);
        range.setEnd(...end2);
        ranges.push(range);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }
  function nodeAt(element, at) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let left = at;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length2 = node.textContent?.length ?? 0;
      if (left <= length2) return [node, left];
      left -= length2;
    }
    return void 0;
  }

  // source/overview.ts
  var COLOURS = ["sure", "look", "weak", "gap", "line", "accent", "soft"];
  var Overview = class {
    constructor(desk) {
      this.desk = desk;
      this.element = h(
        "div",
        { class: "overview", "aria-hidden": "true" },
        this.canvas,
        this.view,
        this.here
      );
      this.element.addEventListener("pointerdown", (event) => this.press(event));
      this.sizes = new ResizeObserver(() => this.renew());
      this.sizes.observe(this.element);
    }
    desk;
    element;
    canvas = h("canvas", {});
    view = h("div", { class: "in-view" });
    here = h("div", { class: "here-mark" });
    colours;
    frame = 0;
    marking = 0;
    sizes;
    stop() {
      this.sizes.disconnect();
      window.clearTimeout(this.frame);
      cancelAnimationFrame(this.marking);
    }
    /** The colours may be others: another theme, another size. */
    renew() {
      this.colours = void 0;
      this.draw();
    }
    /** Draws soon, and once, however often it is asked before. */
    draw() {
      if (this.frame) return;
      this.frame = window.setTimeout(() => {
        this.frame = 0;
        this.paint();
        this.markNow();
      }, 60);
    }
    /** Shows, with the next frame, which part of the text is in view, and the current row. */
    mark() {
      this.marking ||= requestAnimationFrame(() => {
        this.marking = 0;
        this.markNow();
      });
    }
    markNow() {
      const { list, review, current } = this.desk();
      const [first, last] = list.range();
      const all = Math.max(1, review.rows.length);
      const percentOf = (place3) => `${(place3 / all * 100).toFixed(3)}%`;
      const inText2 = this.desk().wanted.order === "document";
      const [a, b] = [list.rows[first], list.rows[last]];
      const [from, to] = [a && review.place(a.id), b && review.place(b.id)];
      this.view.hidden = !inText2 || from === void 0 || to === void 0;
      if (from !== void 0 && to !== void 0) {
        this.view.style.top = percentOf(from);
        this.view.style.height = percentOf(to + 1 - from);
      }
      const place2 = current === void 0 ? void 0 : review.place(current);
      this.here.hidden = place2 === void 0;
      if (place2 !== void 0) this.here.style.top = percentOf(place2 + 0.5);
    }
    paint() {
      const { review } = this.desk();
      const context = this.canvas.getContext("2d");
      const [width, height] = [this.element.clientWidth, this.element.clientHeight];
      if (!context || width === 0 || height === 0) return;
      const scale = devicePixelRatio || 1;
      const [wide, tall] = [Math.round(width * scale), Math.round(height * scale)];
      if (this.canvas.width !== wide) this.canvas.width = wide;
      if (this.canvas.height !== tall) this.canvas.height = tall;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      const colours = this.colours ??= this.read();
      const lines = Math.min(review.rows.length, Math.floor(height / 2));
      const each = height / Math.max(1, lines);
      for (let line = 0; line < lines; line++) {
        const from = Math.floor(line * review.rows.length / lines);
        const to = Math.floor((line + 1) * review.rows.length / lines);
        this.paintLine(context, colours, from, to, line * each, each > 3 ? each - 1 : each);
      }
    }
    paintLine(context, colours, from, to, y, tall) {
      const { review, list } = this.desk();
      let [worst, most, moved, shown3] = [review.rows[from], -1, false, false];
      for (let place2 = from; place2 < to; place2++) {
        const row = review.rows[place2];
        if (!row) continue;
        const weight = this.weight(row);
        if (weight > most) [worst, most] = [row, weight];
        moved ||= row.moved === true;
        shown3 ||= list.place(row.id) !== void 0;
      }
      if (!worst) return;
      const state = review.stateOf(worst);
      const open2 = state === "open";
      const band = bandOf(worst);
      const full = this.element.clientWidth - 4;
      context.globalAlpha = (shown3 ? 1 : 0.25) * (open2 && most < 2 ? 0.4 : 1);
      context.fillStyle = colours[state === "rejected" ? "weak" : state === "omitted" ? "gap" : open2 ? band : "sure"];
      const wide = open2 ? Math.max(3, full * (band === "gap" ? 0.35 : worst.c ?? 1)) : state === "rejected" ? full / 2 : full;
      context.fillRect(2, y, wide, tall);
      if (!moved) return;
      context.globalAlpha = 1;
      context.fillStyle = colours.accent;
      context.fillRect(full + 1, y, 3, tall);
    }
    /** How much a row asks for a look: from 2 on it is doubtful. */
    weight(row) {
      const { review } = this.desk();
      if (review.isDoubtful(row)) return 3 - (row.c ?? 1);
      const state = review.stateOf(row);
      return state === "open" ? 1.5 - (row.c ?? 1) * 0.5 : state === "rejected" ? 0.9 : 0;
    }
    read() {
      const probe = h("i", { hidden: true });
      this.element.append(probe);
      const style = getComputedStyle(probe);
      const out = {};
      for (const name of COLOURS) out[name] = style.getPropertyValue(`--${name}`).trim();
      probe.remove();
      return out;
    }
    press(event) {
      if (event.button !== 0) return;
      event.preventDefault();
      this.element.setPointerCapture(event.pointerId);
      const jump = (y) => {
        const desk = this.desk();
        const box = this.element.getBoundingClientRect();
        const place2 = Math.floor((y - box.top) / box.height * desk.review.rows.length);
        const row = desk.review.rows[Math.max(0, Math.min(desk.review.rows.length - 1, place2))];
        if (row && row.id !== desk.current) desk.reach(row.id);
      };
      const moved = (move2) => jump(move2.clientY);
      jump(event.clientY);
      this.element.addEventListener("pointermove", moved);
      this.element.addEventListener(
        "lostpointercapture",
        () => this.element.removeEventListener("pointermove", moved),
        { once: true }
      );
    }
  };

  // source/review.ts
  var ReviewScreen = class {
    constructor(root2, whole, home, toHome) {
      this.root = root2;
      this.toHome = toHome;
      const narrow = matchMedia("(max-width: 46rem)");
      this.desk = new Desk(whole, home, this.grid, this.scroller, {
        changed: () => this.changed(),
        moved: () => this.moved(),
        currentDrawn: (view2, row) => this.below.draw(view2, row)
      });
      this.below = new Below(
        () => this.desk,
        (command) => this.run(command, true),
        this.foot,
        narrow
      );
      this.overview = new Overview(() => this.desk);
      this.head = this.makeHead();
      this.scroller.append(this.empty);
      this.build();
      this.listen();
      document.title = `${whole.title} · Muwazi`;
    }
    root;
    toHome;
    desk;
    head;
    below;
    overview;
    commands = commandsOf(settings.keys);
    grid = h("div", { class: "beads", role: "grid" });
    scroller = h("main", { class: "scroller", tabindex: -1 }, this.grid);
    empty = h("div", { class: "empty", hidden: true });
    foot = h("footer", { class: "foot" });
    ended = new AbortController();
    columns = h("div");
    hovering = 0;
    addressing = 0;
    marked = 0;
    start(row) {
      this.desk.refresh();
      const doubtful = this.desk.review.rows.find((each) => this.desk.review.isDoubtful(each));
      this.desk.reach(
        row !== void 0 && this.desk.review.row(row) ? row : (doubtful ?? this.desk.list.rows[0])?.id ?? 0
      );
      this.overview.draw();
      this.foldAhead();
    }
    stop() {
      this.ended.abort();
      this.desk.stop();
      this.below.stop();
      this.overview.stop();
      tellTrouble(void 0);
    }
    get unsaved() {
      return this.desk.sender.open;
    }
    reach(row) {
      if (row !== this.desk.current) this.desk.reach(row);
    }
    // Building
    makeHead() {
      return new Head(this.desk, {
        run: (command) => this.run(command, true),
        out: () => openOut(this.desk),
        settings: () => openSettings(() => this.renew())
      });
    }
    build() {
      const { source, target } = this.desk.review.whole;
      this.grid.setAttribute("aria-label", words().rowsOf(source.name, target.name));
      this.columns.remove();
      this.columns = columnNames(source.name, target.name);
      this.grid.prepend(this.columns);
      fill(
        this.empty,
        h("p", {}, words().nothingShown),
        h(
          "button",
          { type: "button", click: () => this.desk.want({ filter: "all", query: "" }) },
          words().showAll
        )
      );
      fill(
        this.root,
        this.head.element,
        h("div", { class: "middle" }, this.scroller, this.overview.element),
        this.foot,
        ...voices()
      );
    }
    /** The language, the theme or the keys are others. */
    renew() {
      showSpeech();
      this.commands = commandsOf(settings.keys);
      this.head = this.makeHead();
      this.below.renew();
      const scroll = this.scroller.scrollTop;
      this.build();
      this.scroller.scrollTop = scroll;
      this.desk.refresh();
      this.overview.renew();
    }
    changed() {
      this.empty.hidden = this.desk.list.rows.length > 0;
      this.head.draw();
      this.overview.draw();
    }
    moved() {
      this.overview.mark();
      this.marked ||= requestAnimationFrame(() => {
        this.marked = 0;
        showFound(this.grid.querySelectorAll(".piece > bdi"), this.desk.wanted.query);
      });
      window.clearTimeout(this.addressing);
      this.addressing = window.setTimeout(() => this.address(), 250);
    }
    /** Lets the page's address lead to the current row. */
    address() {
      const address = `#${encodeURIComponent(this.desk.review.id)}/${this.desk.current ?? ""}`;
      if (location.hash !== address && !this.ended.signal.aborted) history.replaceState(null, "", address);
    }
    /** Prepares the search while nothing else is to be done. */
    foldAhead() {
      const rows2 = this.desk.review.rows;
      let at = 0;
      const some = () => {
        if (this.ended.signal.aborted) return;
        const end2 = performance.now() + 6;
        while (at < rows2.length && performance.now() < end2) {
          const row = rows2[at++];
          if (row) foldedRow(row);
        }
        if (at < rows2.length) window.setTimeout(some, 12);
      };
      window.setTimeout(some, 600);
    }
    // Commands
    open = {
      search: () => {
        this.head.search.focus();
        this.head.search.select();
      },
      goTo: () => askNumber(this.desk.review.rows.length, (number3) => {
        const row = this.desk.review.rows[number3 - 1];
        if (row) this.desk.reach(row.id);
      }),
      note: (row) => askText(words().noteLabel(this.desk.number(row.id)), row.note ?? "", (text) => {
        this.desk.decide({ act: "note", row: row.id, text });
        tell(words().said.noted);
      }),
      edit: (row) => edit(this.desk, row),
      evidence: () => {
        keepSettings({ evidence: !settings.evidence });
        this.desk.redraw();
      },
      help: () => openHelp(
        (command) => this.run(command, true),
        () => this.renew()
      ),
      home: () => this.toHome()
    };
    run(command, byPointer = false) {
      act(command, this.desk, this.open);
      const active = document.activeElement;
      if (byPointer && !this.desk.editing && !dialogIsOpen() && active?.tagName !== "INPUT")
        this.desk.takeFocus();
    }
    listen() {
      const signal = this.ended.signal;
      document.addEventListener("keydown", (event) => this.pressed(event), { signal });
      this.grid.addEventListener("focusin", (event) => this.focused(event), { signal });
      this.grid.addEventListener("click", (event) => this.clicked(event), { signal });
      this.grid.addEventListener("dblclick", (event) => this.twice(event), { signal });
      this.grid.addEventListener("pointerover", (event) => this.over(event), { signal });
      this.grid.addEventListener("pointerleave", () => this.pairMarks(void 0), { signal });
      window.addEventListener("beforeprint", () => this.desk.list.drawAll(true), { signal });
      window.addEventListener("afterprint", () => this.desk.list.drawAll(false), { signal });
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.overview.renew(), {
        signal
      });
    }
    pressed(event) {
      if (event.defaultPrevented || event.isComposing || dialogIsOpen()) return;
      const target = event.target;
      if (target.closest("input, textarea, [contenteditable]")) return;
      if (event.key === "Escape") return this.leave(event);
      const name = nameOf(event);
      const command = name === void 0 ? void 0 : this.commands.get(name);
      if (!command) return;
      const control = target.closest("button, a, select");
      if (control && ["Enter", "Space"].includes(name ?? "")) return;
      if (target.closest("select")) return;
      event.preventDefault();
      this.run(command);
    }
    /** Esc leaves what is open, one after the other: a warning, carets, the pin, the selection, the search. */
    leave(event) {
      event.preventDefault();
      const { desk } = this;
      if (closeWarning()) return;
      if (desk.carets.source || desk.carets.target) desk.carets = {};
      else if (desk.pinned) {
        desk.pinned = void 0;
        tell(words().said.unpinned);
      } else if (desk.selectFrom !== void 0) desk.selectFrom = void 0;
      else if (desk.wanted.query !== "" || desk.wanted.filter !== "all") {
        this.head.search.value = "";
        desk.want({ query: "", filter: "all" });
      } else if (settings.evidence) keepSettings({ evidence: false });
      desk.go(desk.current);
    }
    // Pointer and focus
    rowOf(target) {
      const element = target?.closest?.("[data-row]");
      return element ? this.desk.review.row(Number(element.dataset["row"])) : void 0;
    }
    focused(event) {
      const cell2 = event.target.closest("[data-side]");
      const row = this.rowOf(event.target);
      if (!cell2 || !row || row.id !== this.desk.current) return;
      const side = cell2.dataset["side"];
      if (side === this.desk.side || this.desk.editing) return;
      this.desk.side = side;
      this.desk.list.draw();
    }
    clicked(event) {
      const target = event.target;
      const row = this.rowOf(target);
      if (!row || target.closest("button, a, textarea")) return;
      if (event.shiftKey && row.id !== this.desk.current) getSelection()?.removeAllRanges();
      if (!(getSelection()?.isCollapsed ?? true)) return;
      const cell2 = target.closest("[data-side]");
      if (cell2) this.desk.side = cell2.dataset["side"];
      if (event.shiftKey && this.desk.current !== void 0) {
        this.desk.selectFrom ??= this.desk.current;
        return this.desk.go(row.id, "near", true);
      }
      this.desk.selectFrom = void 0;
      const place2 = cell2 && this.placeAt(row, event);
      this.desk.go(row.id);
      if (place2) this.desk.carets = { ...this.desk.carets, [this.desk.side]: place2 };
      if (target.closest(".head")) this.open.evidence();
      this.desk.redraw();
    }
    /** The place in a cell's text that was clicked. A finger is less exact than a mouse. */
    placeAt(row, event) {
      const { side } = this.desk;
      const paragraph2 = event.target.closest("[data-piece]");
      const text = paragraph2?.querySelector("bdi");
      const offset = text ? offsetAt(text, event.clientX, event.clientY) : void 0;
      if (!paragraph2 || offset === void 0) return void 0;
      const touched = event.pointerType === "touch";
      const pieces = side === "source" ? row.s : row.t;
      return settle(pieces, { piece: Number(paragraph2.dataset["piece"]), offset }, touched ? 12 : 2);
    }
    twice(event) {
      const row = this.rowOf(event.target);
      const paragraph2 = event.target.closest("[data-piece]");
      const cell2 = event.target.closest("[data-side]");
      if (!row || !paragraph2 || !cell2 || this.desk.editing) return;
      getSelection()?.removeAllRanges();
      this.desk.side = cell2.dataset["side"];
      this.desk.go(row.id);
      edit(this.desk, row, Number(paragraph2.dataset["piece"]));
    }
    /** Links of a row that the pointer rests on; the other end of the link under it. */
    over(event) {
      const row = this.rowOf(event.target);
      this.pairMarks(event.target.closest("mark") ?? void 0);
      if (!row || row.id === this.desk.hovered || event.pointerType === "touch") return;
      window.clearTimeout(this.hovering);
      this.hovering = window.setTimeout(() => {
        this.desk.hovered = row.id;
        void this.desk.infos.fetch(row.id);
        this.desk.list.draw();
      }, 150);
    }
    pairMarks(mark) {
      for (const each of this.grid.querySelectorAll("mark.pair")) each.classList.remove("pair");
      const number3 = mark?.getAttribute("data-l");
      const row = mark?.closest("[data-row]");
      if (!row || number3 === null || number3 === void 0) return;
      for (const each of row.querySelectorAll(".side mark")) {
        if (each.getAttribute("data-l") === number3) each.classList.add("pair");
      }
    }
  };
  function columnNames(source, target) {
    const w = words();
    const names = [w.confidence, source, target, w.actions];
    return h(
      "div",
      { role: "row", class: "spoken", "aria-rowindex": 1 },
      ...names.map((name) => h("span", { role: "columnheader" }, name))
    );
  }

  // source/start.ts
  function startPage(home, opened) {
    const w = words();
    return h(
      "main",
      { class: "sheet" },
      h("h1", {}, w.startTitle),
      h("p", { class: "lead" }, w.startIntro),
      home.uploads !== false && chooser(opened),
      home.reviews.length > 0 && h("h2", {}, w.documents),
      home.reviews.length > 0 && documentsTable(home.reviews, opened),
      h("h2", {}, w.recent),
      recent(home, opened)
    );
  }
  function recent(home, opened) {
    const w = words();
    if (home.recent.length === 0) return h("p", { class: "soft" }, w.noRecent);
    const open2 = async (number3) => {
      try {
        opened((await ask(`recent/${number3}`, { post: {} })).review);
      } catch (error) {
        fail(error);
      }
    };
    const when = new Intl.DateTimeFormat(w.code === "ar" ? "ar-u-nu-latn" : "en", {
      dateStyle: "medium",
      timeStyle: "short"
    });
    return h(
      "ul",
      { class: "files" },
      ...home.recent.map((each) => {
        const time = new Date(each.when);
        return h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "file", click: () => void open2(each.number) },
            h("b", {}, bdi(each.name, "ltr")),
            h("small", {}, bdi(each.path, "ltr")),
            !Number.isNaN(time.getTime()) && h("time", { datetime: each.when }, when.format(time))
          )
        );
      })
    );
  }
  function chooser(opened) {
    const w = words();
    let files = [];
    const box = h("div", { class: "drop" });
    const input = h("input", { type: "file", multiple: true, class: "spoken", id: "two-files" });
    input.addEventListener("change", () => {
      take2(Array.from(input.files ?? []));
      input.value = "";
    });
    const take2 = (more) => {
      if (more.length === 0) return;
      if (more.length > 2) tell(w.twoOnly);
      files = (more.length >= 2 ? more : [...files, ...more]).slice(0, 2);
      const arabic2 = (file) => /[._-](ar|ara|arabic)[._-]|[\u0600-\u06ff]/i.test(file.name);
      const [first, second] = files;
      if (first && second && arabic2(second) && !arabic2(first)) files.reverse();
      draw();
    };
    const begin2 = async () => {
      const [source, target] = files;
      if (!source || !target) return;
      fill(box, h("p", { class: "busy", role: "status" }, w.aligning));
      const form2 = new FormData();
      form2.append("source", source, source.name);
      form2.append("target", target, target.name);
      try {
        opened((await ask("new", { form: form2 })).review);
      } catch (error) {
        fail(error);
        draw();
      }
    };
    const chosen = (label, file) => h("li", {}, h("span", { class: "soft" }, label), bdi(file.name, "ltr"));
    const draw = () => {
      const [source, target] = files;
      fill(
        box,
        icon("out"),
        h("p", {}, source ? target ? w.chosen : w.oneMore : w.drop),
        source && h("ul", {}, chosen(w.source, source), target && chosen(w.target, target)),
        input,
        h(
          "div",
          { class: "buttons" },
          h(
            "label",
            { for: "two-files", class: source && target ? "button" : "button main" },
            w.chooseTwo
          ),
          source && target && h(
            "button",
            {
              type: "button",
              click: () => {
                files.reverse();
                draw();
              }
            },
            w.swap
          ),
          source && target && h("button", { type: "button", class: "main", click: () => void begin2() }, w.begin)
        )
      );
    };
    box.addEventListener("dragover", (event) => {
      event.preventDefault();
      box.classList.add("over");
    });
    box.addEventListener("dragleave", () => box.classList.remove("over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("over");
      take2(Array.from(event.dataTransfer?.files ?? []));
    });
    draw();
    return box;
  }

  // source/app.ts
  var root;
  var screen;
  var shown2;
  var begun = false;
  function wanted() {
    const [id, row] = location.hash.slice(1).split("/");
    const review = id ? decoded(id) : new URLSearchParams(location.search).get("review");
    if (!review) return void 0;
    return { review, row: row ? Number(row) : void 0 };
  }
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }
  async function patiently(path) {
    for (let tries = 0; ; tries++) {
      try {
        const answer = await ask(path);
        if (tries > 0) tellTrouble(void 0);
        return answer;
      } catch (error) {
        if (!(error instanceof Silence)) throw error;
        tellTrouble(0);
        await pause(Math.min(400 * 2 ** tries, 5e3));
      }
    }
  }
  async function show() {
    const asked = wanted();
    if (asked && asked.review === shown2 && screen) {
      if (asked.row !== void 0) screen.reach(asked.row);
      return;
    }
    leave();
    const loading = window.setTimeout(
      () => fill(root, h("p", { class: "loading", role: "status" }, words().loading), ...voices()),
      200
    );
    try {
      const early = asked && patiently(`review/${encodeURIComponent(asked.review)}`);
      early?.catch(() => void 0);
      const home = await patiently("home");
      if (asked && early) return openReview(home, await early, asked.row);
      if (!begun && home.view === "review" && home.review !== void 0) {
        begun = true;
        return openReview(
          home,
          await patiently(`review/${encodeURIComponent(home.review)}`),
          void 0
        );
      }
      showHome(home);
    } catch (error) {
      window.clearTimeout(loading);
      const home = await patiently("home");
      showHome(home);
      fail(error);
    } finally {
      window.clearTimeout(loading);
    }
  }
  function leave() {
    screen?.stop();
    screen = void 0;
    shown2 = void 0;
  }
  function openReview(home, whole, row) {
    shown2 = String(whole.id);
    begun = true;
    document.body.className = "reviewing";
    screen = new ReviewScreen(root, whole, home, goHome);
    screen.start(row);
  }
  function goHome() {
    screen?.address();
    history.pushState(null, "", "#");
    leave();
    void ask("home").then(showHome, fail);
  }
  function open(review, row) {
    location.hash = `#${encodeURIComponent(review)}${row === void 0 ? "" : `/${row}`}`;
  }
  function showHome(home) {
    const w = words();
    document.body.className = "at-home";
    document.title = "Muwazi";
    const page = home.view === "folder" ? folderPage(home, open) : startPage(home, open);
    fill(
      root,
      h(
        "header",
        { class: "brand-bar" },
        h(
          "p",
          { class: "brand" },
          h("b", {}, "Muwazi"),
          " ",
          h("span", { lang: "ar", dir: "rtl" }, "موازٍ"),
          ` · ${w.product}`
        ),
        tool(
          "settings",
          w.settings.title,
          () => openSettings(() => {
            showSpeech();
            showHome(home);
          })
        ),
        // The program of many is not this page's to end; the page of its memories is two folders up.
        home.is_shared ? h("a", { class: "button", href: "../../" }, w.toMemories) : h("button", { type: "button", click: askEnd }, w.end)
      ),
      page,
      ...voices()
    );
  }
  function askEnd() {
    const w = words();
    openDialog(w.end, "small", (close) => [
      h("p", {}, w.endAsk),
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", click: close }, w.cancel),
        h(
          "button",
          {
            type: "button",
            class: "main",
            click: () => {
              close();
              void end();
            }
          },
          w.end
        )
      )
    ]);
  }
  async function end() {
    try {
      await ask("quit", { post: {} });
    } catch (error) {
      if (!(error instanceof Silence)) return fail(error);
    }
    document.body.className = "at-home";
    fill(root, h("main", { class: "sheet ended", role: "status" }, h("h1", {}, words().ended)));
  }
  async function begin() {
    await loadSettings();
    showTheme();
    showSpeech();
    root = h("div", { id: "root" });
    document.body.replaceChildren(root);
    window.addEventListener("hashchange", () => void show());
    window.addEventListener("beforeunload", (event) => {
      if (screen && screen.unsaved > 0) event.preventDefault();
    });
    await show();
  }
  void begin();
})();
