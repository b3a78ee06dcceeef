"use strict";
(() => {
  // ../../review/page/source/dom.ts
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

  // ../../review/page/source/keys.ts
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
    const parts = key === "+" || key.endsWith("++") ? [key] : key.split("+");
    return parts.map((part) => SIGNS[part] ?? (/^[a-z]$/.test(part) ? part.toUpperCase() : part)).join(" ");
  }
  function ariaName(key) {
    return key.replace("Ctrl+", "Control+");
  }

  // ../../review/page/source/offsets.ts
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

  // source/differ.ts
  function stretches(text, differences, side2) {
    return inText(
      text,
      differences.map((difference) => ({ span: difference[side2], op: difference.op }))
    );
  }
  function inText(text, spans) {
    const out = spans.filter(({ span }) => span.start < span.end).map(({ span, op }) => ({ from: unitsOf(text, span.start), to: unitsOf(text, span.end), op })).sort((a, b) => a.from - b.from);
    let end = 0;
    return out.filter((each) => each.from >= end && (end = each.to, true));
  }
  function moveMarks(before, after, marks) {
    const old = Array.from(before);
    const now = Array.from(after);
    const most = Math.min(old.length, now.length);
    let start = 0;
    while (start < most && old[start] === now[start]) start++;
    let end = 0;
    while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
    const bytes = (signs) => utf8Length(signs.join(""));
    const head2 = bytes(old.slice(0, start));
    const tail = bytes(old.slice(old.length - end));
    const [oldAll, nowAll] = [bytes(old), bytes(now)];
    return marks.map(({ at, raw }) => {
      if (at <= head2) return { at, raw };
      return { at: at >= oldAll - tail ? at + nowAll - oldAll : nowAll - tail, raw };
    });
  }

  // source/network.ts
  var Refusal = class extends Error {
    constructor(message, kind, hint) {
      super(message);
      this.kind = kind;
      this.hint = hint;
    }
    kind;
    hint;
  };
  var Silence = class extends Error {
  };
  async function ask(path, { method, body, signal } = {}) {
    const init = {
      method: method ?? (body === void 0 ? "GET" : "POST")
    };
    if (signal) init.signal = signal;
    if (body !== void 0) {
      init.headers = { "content-type": "application/json" };
      init.body = JSON.stringify(body);
    }
    return await read(`api/v1/${path}`, init);
  }
  async function read(address, init) {
    let response;
    let body;
    try {
      response = await fetch(address, { cache: "no-store", credentials: "same-origin", ...init });
      body = await response.json();
    } catch (error2) {
      if (init.signal?.aborted) throw error2;
      throw new Silence();
    }
    if (response.ok) return body;
    const told2 = body ?? {};
    const error = typeof told2.error === "string" ? { message: told2.error, hint: told2.hint } : told2.error ?? {};
    const message = error.message ?? `${response.status} ${response.statusText}`;
    const plain = message.replace(/ at line \d+ column \d+$/, "");
    throw new Refusal(plain, error.kind ?? "", error.hint ?? void 0);
  }
  function placeOf(memory, rest) {
    return `memories/${encodeURIComponent(memory)}/${rest}`;
  }

  // ../../review/page/source/icons.ts
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
  function counted(n, [one, two, few, many2, other, none]) {
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
        return `${number(n)} ${many2}`;
      default:
        return `${number(n)} ${other}`;
    }
  }
  var units = (n) => counted(n, ["وحدة واحدة", "وحدتان", "وحدات", "وحدة", "وحدة", "لا وحدات"]);
  var penalties = {
    spelling: "الرسم",
    case: "حالة الأحرف",
    punctuation: "الترقيم",
    spacing: "المسافات",
    numbers: "الأعداد",
    tags: "الوسوم",
    unreviewed: "غير مراجَعة",
    machine: "ترجمة آلية",
    memory: "هذه الذاكرة"
  };
  var arabic = {
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
      help: "المفاتيح"
    },
    ops: {
      replace: "كلمة أخرى",
      insert: "في العبارة وحدها",
      delete: "في الذاكرة وحدها",
      clitic: "أداة أخرى",
      number: "عدد آخر",
      spelling: "رسم آخر",
      punctuation: "ترقيم آخر",
      tag: "وسم آخر"
    },
    kinds: {
      context: "في السياق",
      exact: "تامة",
      "same-words": "الكلمات نفسها",
      fuzzy: "تقريبية",
      nearest: "الأقرب"
    },
    columns: {
      both: "المطابقات والسياقات",
      matches: "المطابقات",
      concordance: "السياقات"
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
    found: (matches, places) => `${counted(matches, ["مطابقة واحدة", "مطابقتان", "مطابقات", "مطابقة", "مطابقة", "لا مطابقات"])}، ${counted(
      places,
      ["موضع واحد", "موضعان", "مواضع", "موضعًا", "موضع", "لا مواضع"]
    )}`,
    places: (shown, total) => shown < total ? `${number(shown)} من ${number(total)}` : number(total),
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
      upgrade: "ترقية"
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
      speech: "لغة الصفحة"
    },
    helpTitle: "المفاتيح",
    helpIntro: "تعمل الحروف حيث لا يُكتب نص، وبلوحة المفاتيح العربية أيضًا."
  };

  // source/english.ts
  var number2 = (n) => n.toLocaleString("en");
  var many = (n, one, more) => `${number2(n)} ${n === 1 ? one : more}`;
  var commands = {
    search: "Search",
    down: "Next unit",
    up: "Previous unit",
    first: "First unit",
    last: "Last unit",
    copy: "Copy the translation",
    edit: "Edit the translation",
    editSource: "Edit the source",
    keep: "Keep the edit",
    back: "Cancel; close; leave the search",
    history: "History of the unit",
    undo: "Undo what was done on this page",
    add: "Add a unit",
    remove: "Remove the unit",
    swap: "Search with the translation",
    columns: "Look-up and concordance, or one of them",
    reviews: "Reviews of new texts",
    help: "Keys"
  };
  var ops = {
    replace: "other word",
    insert: "only in the query",
    delete: "only in the memory",
    clitic: "other article or particle",
    number: "other number",
    spelling: "other spelling",
    punctuation: "other punctuation",
    tag: "other tag"
  };
  var kinds = {
    context: "in context",
    exact: "exact",
    "same-words": "same words",
    fuzzy: "fuzzy",
    nearest: "nearest"
  };
  var penalties2 = {
    spelling: "spelling",
    case: "case",
    punctuation: "punctuation",
    spacing: "spaces",
    numbers: "numbers",
    tags: "tags",
    unreviewed: "not reviewed",
    machine: "machine translation",
    memory: "this memory"
  };
  var columns = {
    both: "Look-up and concordance",
    matches: "Look-up",
    concordance: "Concordance"
  };
  var english = {
    code: "en",
    dir: "ltr",
    locale: "en",
    number: number2,
    commands,
    ops,
    kinds,
    columns,
    short: { copy: "Copy", edit: "Edit", history: "History", remove: "Remove" },
    placeholder: "A sentence or a phrase, in either language",
    options: "Options",
    memory: "Memory",
    allMemories: "All memories",
    direction: "Direction",
    anyDirection: "Both directions",
    least: "From a score of",
    leastOf: (n) => `from ${n} %`,
    filters: "Filters",
    filtersPlace: "domain=news; client=…",
    view: "View",
    matches: "Look-up",
    concordance: "Concordance",
    phrases: "Parts of the query",
    terms: "Terms",
    query: "Query",
    score: (n) => `${n} %`,
    found: (matches, places) => `${many(matches, "match", "matches")}, ${many(places, "place", "places")}`,
    places: (shown, total) => shown < total ? `${number2(shown)} of ${number2(total)}` : number2(total),
    more: "Show more",
    noMatch: "No unit is like this.",
    lower: (n) => `Search from ${n} %`,
    noPlace: "The phrase is nowhere.",
    unfiltered: "Filters do not narrow the concordance.",
    welcome: "Type in either language; results come as you type.",
    units: (n) => many(n, "unit", "units"),
    reads: "read only",
    reviewed: "reviewed",
    penalty: (kind, points) => `${penalties2[kind] ?? kind} −${number2(points)}`,
    created: (date) => `added ${date}`,
    changed: (date) => `changed ${date}`,
    notesOf: "Note",
    copied: "Copied.",
    notCopied: "The browser does not allow to copy.",
    editing: "Ctrl+Enter keeps, Esc cancels",
    keep: "Keep",
    keepAnyway: "Keep all the same",
    cancel: "Cancel",
    close: "Close",
    kept: "Kept.",
    merged: "Kept, and joined with a unit that has the same texts.",
    unchanged: "Nothing has changed.",
    added: "Added.",
    removed: "Removed. Z brings it back.",
    undone: "Undone.",
    nothingToUndo: "Nothing was done on this page.",
    conflict: "It cannot be undone: the unit was changed again.",
    readOnly: "This token may read this memory only.",
    whichMemory: "Choose the memory first: it is not told which one this is from.",
    silence: "The program does not answer. Is it still running?",
    again: "Try again",
    hint: "hint",
    source: "Source",
    target: "Translation",
    sourceLang: "Language of the source",
    targetLang: "Language of the translation",
    domain: "Domain",
    client: "Client",
    project: "Project",
    note: "Note",
    reviews: "Reviews",
    beginReview: "Align and review",
    begunReviews: "Begun here",
    noneBegun: "None was begun yet.",
    noReviews: "The server keeps no reviews, or this token may not write.",
    aligning: "Aligning…",
    file: "file",
    addTitle: "A new unit",
    add: "Add",
    historyTitle: (unit) => `History of unit ${unit}`,
    noHistory: "Nothing is known of this unit: it is older than the history.",
    operations: {
      import: "Imported",
      add: "Added",
      edit: "Edited",
      remove: "Removed",
      align: "Aligned",
      undo: "Undone",
      upgrade: "Upgraded"
    },
    by: (user) => `by ${user}`,
    takeBack: "Undo this",
    takesBackMany: (n) => `This takes back ${many(n, "unit", "units")}.`,
    takeBackAll: "Undo all the same",
    before: "before",
    settings: {
      title: "Settings",
      theme: "Colours",
      themes: { auto: "As the system", light: "Light", dark: "Dark" },
      speech: "Language of the page"
    },
    helpTitle: "Keys",
    helpIntro: "Letters act wherever no text is being typed, under an Arabic layout too."
  };

  // source/settings.ts
  var PLACE = "muwazi-serve";
  var settings = {
    speech: navigator.language.toLowerCase().startsWith("ar") ? "ar" : "en",
    theme: "auto",
    columns: "both",
    min: 70
  };
  function loadSettings() {
    try {
      const kept2 = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
      if (kept2 && typeof kept2 === "object") Object.assign(settings, kept2);
    } catch {
    }
  }
  function keepSettings(change) {
    Object.assign(settings, change);
    try {
      localStorage.setItem(PLACE, JSON.stringify(settings));
    } catch {
    }
  }
  function showTheme() {
    document.documentElement.dataset["theme"] = settings.theme;
  }

  // source/when.ts
  function momentOf(time) {
    const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
    const [, year, month, day, hour, minute, second] = parts ?? [];
    const moment = new Date(parts ? `${year}-${month}-${day}T${hour}:${minute}:${second}Z` : time);
    return Number.isNaN(moment.getTime()) ? void 0 : moment;
  }

  // source/words.ts
  var ALL = { en: english, ar: arabic };
  function words() {
    return ALL[settings.speech] ?? english;
  }
  function dateOf(time, timeStyle) {
    const moment = time === void 0 ? void 0 : momentOf(time);
    if (!moment) return void 0;
    const style = { dateStyle: "medium", ...timeStyle && { timeStyle } };
    return new Intl.DateTimeFormat(words().locale, style).format(moment);
  }
  function languageOf(code) {
    try {
      return new Intl.DisplayNames(words().code, { type: "language" }).of(code) ?? code;
    } catch {
      return code;
    }
  }
  function showSpeech() {
    document.documentElement.lang = words().code;
    document.documentElement.dir = words().dir;
  }

  // source/voice.ts
  var aloud = h("div", { class: "spoken", role: "status", "aria-live": "polite" });
  var messages = h("div", { class: "messages" });
  var fading = 0;
  function voices() {
    return [aloud, messages];
  }
  function say(text) {
    aloud.textContent = aloud.textContent === text ? `${text} ` : text;
  }
  function tell(text) {
    say(text);
    window.clearTimeout(fading);
    messages.querySelector(".fading")?.remove();
    const message = h("p", { class: "message fading", "aria-hidden": "true" }, text);
    messages.append(message);
    fading = window.setTimeout(() => message.remove(), 2600);
  }
  function warn(text, hint) {
    closeWarning();
    const message = h(
      "div",
      { class: "message warning", role: "alert" },
      told(text, hint),
      h(
        "button",
        { type: "button", class: "bare", "aria-label": words().close, click: () => message.remove() },
        icon("close")
      )
    );
    messages.prepend(message);
  }
  function told(text, hint) {
    return h("p", {}, bdi(text), hint !== void 0 && h("small", {}, `${words().hint}: `, bdi(hint)));
  }
  function wordsOf(error) {
    if (error instanceof Refusal) return [error.message, error.hint];
    if (error instanceof Silence) return [words().silence, void 0];
    return [String(error), void 0];
  }
  function fail(error) {
    warn(...wordsOf(error));
  }
  function closeWarning() {
    const warning = messages.querySelector(".warning");
    warning?.remove();
    return warning !== null;
  }

  // source/acts.ts
  var Acts = class {
    constructor(changed) {
      this.changed = changed;
    }
    changed;
    done = [];
    /** Texts that are being edited, by unit and side: a search that comes between loses none. */
    drafts = /* @__PURE__ */ new Map();
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        tell(words().copied);
      } catch {
        if (copyByHand(text)) tell(words().copied);
        else warn(words().notCopied);
      }
    }
    /** Remembers the latest operation on a unit, so that it can be undone whatever others do meanwhile. */
    async note(memory, unit) {
      const { operations } = await ask(placeOf(memory, `history?unit=${unit}&limit=1`));
      const operation = operations[0]?.operation;
      if (operation !== void 0) this.done.push({ memory, operation });
    }
    /** Opens a text of a unit for editing. */
    edit(view, side2) {
      const memory = writable(view);
      if (memory === void 0 || view.element.querySelector("textarea")) return;
      const w = words();
      const text = view.item.shown[side2];
      const area2 = h("textarea", {
        class: "edit",
        dir: "auto",
        "aria-label": w.commands[side2 === "source" ? "editSource" : "edit"]
      });
      const draft = `${memory} ${view.item.shown.unit} ${side2}`;
      area2.value = this.drafts.get(draft) ?? text;
      const error = h("div", { class: "edit-error", role: "alert" });
      const close = () => {
        this.drafts.delete(draft);
        view.draw();
        view.element.focus({ preventScroll: true });
      };
      const keep = async (anyScript = false) => {
        if (area2.value === text) return close();
        fill(error);
        try {
          await this.keep(view, memory, side2, area2.value, anyScript);
          close();
          await this.changed();
        } catch (refused) {
          if (!(refused instanceof Refusal)) return fail(refused);
          const anyway = button(w.keepAnyway, () => void keep(true));
          fill(error, told(refused.message, refused.hint), refused.kind === "language" && anyway);
        }
      };
      area2.addEventListener("keydown", (event) => {
        event.stopPropagation();
        const keeps = event.key === "Enter" && (event.ctrlKey || event.metaKey);
        if (event.isComposing || !(keeps || event.key === "Escape")) return;
        event.preventDefault();
        if (keeps) void keep();
        else close();
      });
      const grow = () => {
        area2.style.height = "auto";
        area2.style.height = `${area2.scrollHeight + 2}px`;
      };
      area2.addEventListener("input", () => {
        this.drafts.set(draft, area2.value);
        grow();
      });
      const keepButton = button(w.keep, () => void keep(), "main");
      const buttons = h(
        "div",
        { class: "edit-buttons", dir: w.dir },
        keepButton,
        button(w.cancel, close),
        h("span", { class: "soft" }, w.editing)
      );
      fill(view.sides[side2], area2, error, buttons);
      error.dir = w.dir;
      grow();
      area2.focus();
      area2.setSelectionRange(area2.value.length, area2.value.length);
    }
    async keep(view, memory, side2, text, anyScript) {
      const { shown } = view.item;
      const lang = side2 === "source" ? shown.source_lang : shown.target_lang;
      const place = placeOf(memory, `units/${shown.unit}`);
      const unit = await ask(place);
      const old = unit.variants.find((variant) => variant.lang === lang)?.text;
      const marks = old?.marks ? moveMarks(old.text, text, old.marks) : [];
      const body = { lang, text, any_script: anyScript, ...marks.length > 0 && { marks } };
      const outcome = await ask(place, { method: "PUT", body });
      if (outcome.outcome === "unchanged") return tell(words().unchanged);
      view.item.shown = { ...shown, [side2]: text, unit: outcome.unit };
      await this.note(memory, outcome.unit);
      tell(outcome.outcome === "merged" ? words().merged : words().kept);
    }
    async remove(view) {
      const memory = writable(view);
      if (memory === void 0) return;
      const { unit } = view.item.shown;
      try {
        await ask(placeOf(memory, `units/${unit}`), { method: "DELETE" });
        await this.note(memory, unit);
        tell(words().removed);
        await this.changed();
      } catch (error) {
        fail(error);
      }
    }
    /** Undoes the latest operation of this page. */
    async undo() {
      const last = this.done.pop();
      if (!last) return tell(words().nothingToUndo);
      await this.takeBack(last.memory, last.operation, true);
    }
    /** Takes an operation back. One of many units is only counted unless `yes`: then the count is returned. */
    async takeBack(memory, operation, yes) {
      try {
        const undone = await ask(placeOf(memory, "undo"), { body: { operation, yes } });
        if (undone.done) {
          tell(words().undone);
          await this.changed();
        } else if (undone.conflicts.length > 0) warn(words().conflict);
        else return undone.added + undone.changed + undone.removed;
      } catch (error) {
        fail(error);
      }
      return 0;
    }
  };
  function writable({ item }) {
    if (item.memory === void 0) warn(words().whichMemory);
    else if (!item.mayWrite) warn(words().readOnly);
    else return item.memory;
    return void 0;
  }
  function button(text, click, kind = "") {
    return h("button", { type: "button", class: kind, click }, text);
  }
  function copyByHand(text) {
    const before = document.activeElement;
    const area2 = h("textarea", { class: "spoken", "aria-hidden": "true" });
    area2.value = text;
    document.body.append(area2);
    area2.select();
    const copied = document.execCommand("copy");
    area2.remove();
    before?.focus({ preventScroll: true });
    return copied;
  }

  // source/commands.ts
  var KEYS = {
    search: ["/"],
    down: ["j", "ArrowDown"],
    up: ["k", "ArrowUp"],
    first: ["Home"],
    last: ["End"],
    copy: ["c"],
    edit: ["e", "Enter"],
    editSource: ["Shift+E"],
    keep: ["Ctrl+Enter"],
    back: ["Escape"],
    history: ["h"],
    undo: ["z", "Ctrl+Z"],
    add: ["a"],
    remove: ["d", "Delete"],
    swap: ["s"],
    columns: ["v"],
    reviews: ["r"],
    help: ["?"]
  };
  var COMMANDS2 = Object.keys(KEYS);
  var BY_KEY = new Map(
    COMMANDS2.flatMap((command) => KEYS[command].map((key) => [key, command]))
  );
  function commandOf(key) {
    return key === void 0 ? void 0 : BY_KEY.get(key);
  }

  // source/dialog.ts
  function openDialog(title, kind, content) {
    const before = document.activeElement;
    const dialog = h("dialog", { class: `dialog ${kind}`, "aria-labelledby": "dialog-title" });
    const close = () => dialog.close();
    dialog.addEventListener("close", () => {
      dialog.remove();
      const known = before?.isConnected && before !== document.body;
      const back = known ? before : document.querySelector(".unit[tabindex='0']");
      back?.focus({ preventScroll: true });
    });
    dialog.addEventListener("pointerdown", (event) => {
      if (event.target === dialog) close();
    });
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    const shut = h(
      "button",
      { type: "button", class: "bare", "aria-label": words().close, click: close },
      icon("close")
    );
    const head2 = h("header", {}, h("h2", { id: "dialog-title" }, title), shut);
    fill(dialog, h("div", { class: "dialog-box" }, head2, ...content(close)));
    document.body.append(dialog);
    dialog.showModal();
    return close;
  }
  function openHelp() {
    const w = words();
    const line = (command) => h(
      "li",
      {},
      h("span", { class: "command" }, w.commands[command]),
      h("span", { class: "keys" }, ...KEYS[command].map((key) => h("kbd", { dir: "ltr" }, drawn(key))))
    );
    openDialog(w.helpTitle, "wide", () => [
      h("p", { class: "soft" }, w.helpIntro),
      h("ul", { class: "commands" }, ...COMMANDS2.map(line))
    ]);
  }
  function openSettings(changed) {
    const w = words();
    openDialog(w.settings.title, "small", (close) => [
      choice("theme", w.settings.theme, settings.theme, w.settings.themes, (theme) => {
        keepSettings({ theme });
        showTheme();
      }),
      choice("speech", w.settings.speech, settings.speech, { en: "English", ar: "العربية" }, (speech) => {
        keepSettings({ speech });
        close();
        changed();
      })
    ]);
  }
  function choice(id, label, now, of, chosen) {
    const buttons = Object.entries(of).map(([value, text]) => {
      const input2 = h("input", { type: "radio", name: id, value, change: () => chosen(value) });
      input2.checked = value === now;
      return h("label", { class: "choice" }, input2, bdi(text));
    });
    return h("fieldset", {}, h("legend", {}, label), h("div", { class: "choices" }, ...buttons));
  }

  // source/adding.ts
  function openAdding(memories, draft, acts, added) {
    const w = words();
    const writable2 = memories.filter(({ right }) => right === "write");
    if (writable2.length === 0) return tell(w.readOnly);
    const langs = [...new Set(memories.flatMap(({ languages }) => languages.map(({ lang }) => lang)))];
    for (const lang of ["ar", "en"]) if (!langs.includes(lang)) langs.push(lang);
    const choose = (values, value, name = (each) => each) => {
      const element = h("select", {}, ...values.map((each) => h("option", { value: each }, name(each))));
      if (values.includes(value)) element.value = value;
      return element;
    };
    const fields = {
      memory: choose(
        writable2.map(({ name }) => name),
        draft.memory
      ),
      source: area(draft.source),
      target: area(""),
      from: choose(langs, draft.from || "en", languageOf),
      to: choose(langs, draft.to || "ar", languageOf),
      domain: input(),
      client: input(),
      project: input(),
      note: input()
    };
    const error = h("div", { class: "edit-error", role: "alert" });
    openDialog(w.addTitle, "adding", (close) => {
      const keep = async () => {
        fill(error);
        const of = (field) => field.value.trim() || void 0;
        const unit = {
          source: fields.source.value,
          target: fields.target.value,
          source_lang: fields.from.value,
          target_lang: fields.to.value,
          domain: of(fields.domain),
          client: of(fields.client),
          project: of(fields.project),
          ...of(fields.note) !== void 0 && { notes: [fields.note.value.trim()] }
        };
        try {
          const place = placeOf(fields.memory.value, "units");
          const { units: units2 } = await ask(place, { body: { units: [unit] } });
          const [outcome] = units2;
          if (outcome && outcome.outcome !== "unchanged")
            await acts.note(fields.memory.value, outcome.unit);
          close();
          tell(outcome?.outcome === "unchanged" ? w.unchanged : w.added);
          await added();
        } catch (refused) {
          fill(error, told(...wordsOf(refused)));
        }
      };
      const form = h(
        "form",
        {
          submit: (event) => {
            event.preventDefault();
            void keep();
          },
          keydown: (event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            if (form.reportValidity()) void keep();
          }
        },
        labelled(w.source, fields.source),
        labelled(w.target, fields.target),
        h(
          "div",
          { class: "pair" },
          labelled(w.sourceLang, fields.from),
          labelled(w.targetLang, fields.to)
        ),
        h("div", { class: "pair" }, labelled(w.memory, fields.memory), labelled(w.domain, fields.domain)),
        h(
          "div",
          { class: "pair" },
          labelled(w.client, fields.client),
          labelled(w.project, fields.project)
        ),
        labelled(w.note, fields.note),
        error,
        h(
          "div",
          { class: "buttons" },
          h("button", { type: "button", click: close }, w.cancel),
          h("button", { type: "submit", class: "main" }, w.add)
        )
      );
      return [form];
    });
    (draft.source === "" ? fields.source : fields.target).focus();
  }
  function area(text) {
    const element = h("textarea", { rows: 2, dir: "auto", required: true });
    element.value = text;
    return element;
  }
  function input() {
    return h("input", { type: "text", dir: "auto", autocomplete: "off" });
  }
  function labelled(text, field) {
    return h("label", { class: "labelled" }, h("span", {}, text), field);
  }

  // source/address.ts
  var DEFAULT_MIN = 70;
  function emptyQuery(min = DEFAULT_MIN) {
    return { text: "", memory: "", from: "", to: "", min, where: "" };
  }
  function readAddress(hash, min = DEFAULT_MIN) {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const query = emptyQuery(min);
    query.text = given.get("q") ?? "";
    query.memory = given.get("memory") ?? "";
    query.from = given.get("from") ?? "";
    query.to = given.get("to") ?? "";
    query.where = given.get("where") ?? "";
    const least = Number(given.get("min") ?? Number.NaN);
    if (least >= 0 && least <= 100) query.min = least;
    return query;
  }
  function writeAddress(query) {
    const out = new URLSearchParams();
    if (query.text !== "") out.set("q", query.text);
    for (const name of ["memory", "from", "to", "where"])
      if (query[name] !== "") out.set(name, query[name]);
    const isEmpty = out.size === 0;
    out.set("min", String(query.min));
    return isEmpty ? "" : `#${out}`;
  }
  function conditions(where) {
    return where.split(";").map((each) => each.trim()).filter((each) => each !== "");
  }

  // source/bar.ts
  var LEAST = [30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 100];
  var Bar = class {
    constructor(memories, acts) {
      this.acts = acts;
      const w = words();
      this.text = h("textarea", {
        class: "query",
        rows: 1,
        dir: "auto",
        placeholder: w.placeholder,
        "aria-label": w.commands.search,
        "aria-keyshortcuts": "/",
        autocomplete: "off",
        spellcheck: "false",
        enterkeyhint: "search",
        maxlength: 2e4
      });
      this.memory = select(w.memory, [["", w.allMemories], ...memories.map(named)]);
      this.direction = select(w.direction, [["", w.anyDirection], ...directions(memories)]);
      this.least = select(
        w.least,
        LEAST.map((n) => [String(n), w.leastOf(n)])
      );
      this.columns = select(w.view, Object.entries(w.columns));
      this.where = h("input", {
        type: "text",
        class: "where",
        dir: "ltr",
        placeholder: w.filtersPlace,
        "aria-label": w.filters,
        title: w.filters,
        autocomplete: "off",
        spellcheck: "false"
      });
      this.listen();
      const mayWrite = memories.some(({ right }) => right === "write");
      fill(
        this.element,
        h(
          "div",
          { class: "line title-line" },
          h("h1", {}, "Muwazi"),
          h("div", { class: "search" }, icon("search"), this.text),
          h(
            "span",
            { class: "tools" },
            mayWrite && tool("pair", "add", () => acts.run("add")),
            mayWrite && tool("undo", "undo", () => acts.run("undo")),
            memories.some(({ reviews }) => reviews) && tool("merge", "reviews", () => acts.run("reviews")),
            tool("help", "help", () => acts.run("help")),
            tool("settings", void 0, () => acts.settings())
          )
        ),
        h(
          "div",
          { class: "line filter-line", role: "group", "aria-label": w.options },
          this.memory,
          this.direction,
          this.least,
          this.columns,
          this.where,
          this.count
        )
      );
    }
    acts;
    element = h("header", { class: "head-bar" });
    text;
    memory;
    direction;
    least;
    where;
    columns;
    count = h("span", { class: "found soft" });
    listen() {
      const { acts } = this;
      this.text.addEventListener("input", () => {
        this.grow();
        acts.changed(true);
      });
      this.text.addEventListener("keydown", (event) => {
        const down = event.key === "ArrowDown" && this.text.selectionStart === this.text.value.length;
        const enter = event.key === "Enter" && !event.shiftKey;
        if (event.isComposing || !(down || enter || event.key === "Escape")) return;
        event.preventDefault();
        event.stopPropagation();
        acts.leave();
      });
      for (const each of [this.memory, this.direction, this.least])
        each.addEventListener("change", () => acts.changed(false));
      this.least.addEventListener("change", () => keepSettings({ min: Number(this.least.value) }));
      this.columns.addEventListener("change", () => {
        keepSettings({ columns: this.columns.value });
        acts.changed(false);
      });
      this.where.addEventListener("input", () => acts.changed(true));
      this.where.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === "Escape") acts.leave();
      });
    }
    /** As high as its text, up to a third of the screen. */
    grow() {
      this.text.style.height = "auto";
      this.text.style.height = `${Math.min(this.text.scrollHeight + 2, innerHeight / 3)}px`;
    }
    read() {
      const [from = "", to = ""] = this.direction.value.split(" ");
      return {
        text: this.text.value,
        memory: this.memory.value,
        from,
        to,
        min: Number(this.least.value),
        where: this.where.value
      };
    }
    write(query) {
      if (this.text.value !== query.text) this.text.value = query.text;
      put(this.memory, query.memory, query.memory);
      const pair = query.from === "" && query.to === "" ? "" : `${query.from} ${query.to}`;
      put(this.direction, pair, pair.trim().replace(" ", " → "));
      put(this.least, String(query.min), words().leastOf(query.min));
      this.columns.value = settings.columns;
      this.where.value = query.where;
      this.mark();
      requestAnimationFrame(() => this.grow());
    }
    /** Shows which options narrow the search. */
    mark() {
      for (const each of [this.memory, this.direction]) each.classList.toggle("on", each.value !== "");
    }
    told(text) {
      this.count.textContent = text;
    }
    busy(isBusy) {
      this.element.classList.toggle("busy", isBusy);
    }
  };
  function named({ name, right }) {
    return [name, right === "write" ? name : `${name} (${words().reads})`];
  }
  function directions(memories) {
    const pairs = /* @__PURE__ */ new Map();
    for (const { languages } of memories) {
      const most = [...languages].sort((a, b) => b.texts - a.texts).slice(0, 4);
      for (const from of most)
        for (const to of most)
          if (from !== to)
            pairs.set(`${from.lang} ${to.lang}`, `${languageOf(from.lang)} → ${languageOf(to.lang)}`);
    }
    const arrow = words().dir === "rtl" ? "←" : "→";
    return [...pairs].map(([value, text]) => [value, text.replace("→", arrow)]);
  }
  function select(label, options) {
    const list = options.map(([value, text]) => h("option", { value }, text));
    return h("select", { "aria-label": label, title: label }, ...list);
  }
  function put(element, value, text) {
    if (!Array.from(element.options).some((option) => option.value === value))
      element.append(h("option", { value }, text));
    element.value = value;
  }
  function tool(sign, command, click) {
    const label = command ? words().commands[command] : words().settings.title;
    const key = command && KEYS[command][0];
    return h(
      "button",
      {
        type: "button",
        class: `bare tool-${command ?? "settings"}`,
        "aria-label": label,
        title: key ? `${label} (${key.toUpperCase()})` : label,
        "aria-keyshortcuts": key && ariaName(key),
        click
      },
      command === "add" ? h("span", { class: "plus", "aria-hidden": "true" }, "+") : icon(sign)
    );
  }

  // source/unit.ts
  var SURE = 95;
  var LOOK = 75;
  var RTL = /^(ar|fa|he|ur|ps|sd|ug|yi|dv|ckb)\b/;
  function dirOf(lang) {
    return RTL.test(lang) ? "rtl" : "ltr";
  }
  var UnitView = class {
    constructor(item, run) {
      this.item = item;
      this.run = run;
      const { shown } = item;
      this.sides = { source: side("source", shown.source_lang), target: side("target", shown.target_lang) };
      const label = [item.match && words().score(item.match.score), shown.source].filter(Boolean).join(": ");
      this.element = h(
        "li",
        { class: `unit ${item.match ? band(item.match) : "place"}`, tabindex: -1, "aria-label": label },
        item.match && head(item.match),
        h("div", { class: "texts" }, this.sides.source, this.sides.target),
        h("div", { class: "below" }, this.meta, this.tools)
      );
      this.draw();
      this.tell(void 0);
    }
    item;
    run;
    element;
    sides;
    meta = h("p", { class: "meta soft" });
    tools = h("div", { class: "unit-tools" });
    /** Whether its metadata was asked for. */
    isKnown = false;
    /** The texts as they are in the memory. */
    draw() {
      const { shown, match, place, query } = this.item;
      const differences = match?.differences ?? [];
      const found = place ? inText(shown.source, [{ span: place.span, op: "found" }]) : stretches(shown.source, differences, "source");
      fill(this.sides.source, h("p", { class: "text" }, ...painted(shown.source, found)));
      fill(this.sides.target, h("p", { class: "text" }, visible(shown.target)));
      if (!match || differences.length === 0) return;
      const own = painted(query, stretches(query, differences, "query"));
      const label = h("bdi", { class: "label", lang: words().code }, words().query);
      this.sides.source.append(h("p", { class: "own" }, label, " ", h("bdi", { class: "words" }, ...own)));
    }
    /** What is known of the unit beside its texts. */
    tell(unit) {
      const w = words();
      const { item } = this;
      const attributes = new Map(unit?.meta.attributes ?? []);
      const props = (unit?.meta.props ?? []).filter(
        ({ kind }) => /^x-(domain|client|project|document)$/.test(kind)
      );
      const created = dateOf(attributes.get("creationdate") ?? item.match?.created);
      const changed = dateOf(attributes.get("changedate"));
      const by = attributes.get("changeid") ?? attributes.get("creationid");
      const penalties3 = item.match?.penalties ?? [];
      const parts = [
        item.memory !== void 0 && h("span", { class: "memory" }, bdi(item.memory)),
        ...props.map(({ value }) => h("span", { class: "tag" }, bdi(value))),
        changed !== void 0 ? h("span", {}, w.changed(changed)) : created !== void 0 && h("span", {}, w.created(created)),
        by !== void 0 && h("span", {}, bdi(by)),
        item.match?.reviewed === true && h("span", {}, w.reviewed),
        ...penalties3.map(
          ({ kind, points }) => h("span", { class: "penalty" }, h("bdi", {}, w.penalty(kind, points)))
        ),
        ...(unit?.meta.notes ?? []).map((note) => h("span", {}, `${w.notesOf}: `, bdi(note)))
      ];
      fill(this.meta, ...parts);
    }
    /** Shows whether it is the current one: then with its buttons. */
    mark(isCurrent) {
      this.element.classList.toggle("current", isCurrent);
      this.element.tabIndex = isCurrent ? 0 : -1;
      if (!isCurrent) return this.tools.replaceChildren();
      const { item } = this;
      const w = words().short;
      fill(
        this.tools,
        this.button("note", "copy", w.copy),
        item.mayWrite && this.button("edit", "edit", w.edit),
        item.memory !== void 0 && this.button("reopen", "history", w.history),
        item.mayWrite && this.button("close", "remove", w.remove)
      );
    }
    button(sign, command, text) {
      const key = KEYS[command][0];
      return h(
        "button",
        {
          type: "button",
          class: `tool ${command}`,
          title: words().commands[command],
          "aria-keyshortcuts": ariaName(key),
          click: () => this.run(command)
        },
        icon(sign),
        h("span", {}, text),
        h("kbd", { "aria-hidden": "true" }, drawn(key))
      );
    }
  };
  function side(name, lang) {
    return h("div", { class: `side ${name}`, lang, dir: dirOf(lang) });
  }
  function band({ score, nearest }) {
    return nearest === true || score < LOOK ? "weak" : score < SURE ? "look" : "sure";
  }
  function head(match) {
    const w = words();
    const bar = h("i");
    bar.style.setProperty("--c", String(Math.min(match.score, 100) / 100));
    return h(
      "div",
      { class: "score" },
      h("b", { class: "c" }, w.score(match.score)),
      h("span", { class: "meter", "aria-hidden": "true" }, bar),
      h("span", { class: "kind soft" }, w.kinds[match.nearest === true ? "nearest" : match.kind])
    );
  }
  function painted(text, marks) {
    const out = [];
    let at = 0;
    for (const { from, to, op } of marks) {
      out.push(document.createTextNode(visible(text.slice(at, from))));
      const name = op === "found" ? void 0 : words().ops[op];
      const inner = visible(text.slice(from, to));
      out.push(h("mark", { class: op, title: name }, inner, name !== void 0 && spoken(` (${name})`)));
      at = to;
    }
    out.push(document.createTextNode(visible(text.slice(at))));
    return out;
  }

  // source/history.ts
  var MOST = 100;
  async function openHistory({ item }, acts) {
    const { memory, mayWrite, shown } = item;
    const w = words();
    if (memory === void 0) return warn(w.whichMemory);
    let operations;
    let after;
    try {
      const asked = ask(placeOf(memory, `units/${shown.unit}`)).catch(() => void 0);
      ({ operations } = await ask(placeOf(memory, `history?unit=${shown.unit}&limit=${MOST}`)));
      after = await asked;
    } catch (error) {
      return fail(error);
    }
    const list = h("ol", { class: "steps" });
    const close = openDialog(w.historyTitle(shown.unit), "wide", () => [
      operations.length > 0 ? list : h("p", { class: "soft" }, w.noHistory)
    ]);
    for (const operation of operations) {
      const change = operation.changes.find(({ unit, last }) => unit === shown.unit || last === shown.unit);
      const buttons = h("div", { class: "buttons" });
      if (mayWrite && operation.kind !== "upgrade") offer(buttons, memory, operation, acts, close);
      list.append(h("li", {}, headOf(operation), texts(change?.before, after), buttons));
      after = change?.before;
    }
    list.querySelector("button")?.focus();
  }
  function headOf({ kind, at, user, origin }) {
    const w = words();
    return h(
      "p",
      { class: "operation" },
      h("b", {}, w.operations[kind] ?? kind),
      h("time", { datetime: at, class: "soft" }, dateOf(at, "short") ?? at),
      user !== void 0 && h("span", { class: "soft" }, w.by(""), bdi(user)),
      kind === "import" && origin !== void 0 && h("span", { class: "soft" }, bdi(origin, "ltr"))
    );
  }
  function texts(before, after) {
    const box = h("div", { class: "changes" });
    const langs = new Set([...before?.variants ?? [], ...after?.variants ?? []].map(({ lang }) => lang));
    const of = (content, lang) => content?.variants.find((variant) => variant.lang === lang)?.text.text;
    for (const lang of langs) {
      const [old, now] = [of(before, lang), of(after, lang)];
      if (old === now) continue;
      const dir = dirOf(lang);
      box.append(
        h(
          "p",
          { class: "change", lang, dir },
          ...old === void 0 ? [] : [h("del", {}, old)],
          ...now === void 0 ? [] : [h("ins", {}, now)]
        )
      );
    }
    return box;
  }
  function offer(into, memory, { operation }, acts, close) {
    const w = words();
    const take = async (yes) => {
      const many2 = await acts.takeBack(memory, operation, yes);
      if (many2 === 0) return close();
      const all = h(
        "button",
        { type: "button", class: "main", click: () => void take(true) },
        w.takeBackAll
      );
      fill(into, h("span", { role: "alert" }, w.takesBackMany(many2)), all);
      all.focus();
    };
    fill(into, h("button", { type: "button", click: () => void take(false) }, w.takeBack));
  }

  // source/search.ts
  var MATCHES = 10;
  var PLACES = 20;
  var LONGEST_PHRASE = 300;
  var PAUSE = 120;
  var Search = class {
    constructor(show, busy) {
      this.show = show;
      this.busy = busy;
    }
    show;
    busy;
    /** How many places are wanted. */
    places = PLACES;
    wanted;
    timer = 0;
    /** Asks when the typing pauses. */
    soon(query) {
      this.drop();
      this.busy(true);
      this.timer = window.setTimeout(() => void this.now(query), PAUSE);
    }
    async now(query, places = PLACES) {
      this.drop();
      this.places = places;
      if (query.text.trim() === "") {
        this.busy(false);
        return this.show({ query });
      }
      const wanted = this.wanted = new AbortController();
      this.busy(true);
      const both = settings.columns === "both";
      const found = { query };
      const [answer, concordance] = await Promise.all([
        both || settings.columns === "matches" ? kept(lookup(query, wanted.signal)) : void 0,
        both || settings.columns === "concordance" ? kept(this.phrase(query, wanted.signal)) : void 0
      ]);
      if (wanted.signal.aborted) return;
      this.busy(false);
      if (answer) found.answer = answer;
      if (concordance) found.concordance = concordance;
      this.show(found);
    }
    drop() {
      window.clearTimeout(this.timer);
      this.wanted?.abort();
    }
    async phrase(query, signal) {
      const text = query.text.trim();
      if (text.length > LONGEST_PHRASE) return { total: 0, occurrences: [] };
      const body = { text, limit: this.places, ...scope(query) };
      return await ask("concordance", { body, signal });
    }
  };
  async function lookup(query, signal) {
    const { min, where } = query;
    const more = { limit: MATCHES, min, where: conditions(where), phrases: true, nearest: true };
    return await ask("lookup", { body: { query: query.text, ...more, ...scope(query) }, signal });
  }
  function scope({ memory, from, to }) {
    return {
      ...memory !== "" && { memories: [memory] },
      ...from !== "" && { from },
      ...to !== "" && { to }
    };
  }
  async function kept(promise) {
    try {
      return await promise;
    } catch (error) {
      return { error };
    }
  }

  // source/results.ts
  var Results = class {
    constructor(memories, acts) {
      this.memories = memories;
      this.acts = acts;
    }
    memories;
    acts;
    element = h("main", { class: "results", id: "results" });
    views = [];
    at = 0;
    get current() {
      return this.views[this.at];
    }
    show(found) {
      const had = this.current;
      const hadFocus = this.element.contains(document.activeElement);
      this.views = [];
      this.element.dataset["columns"] = settings.columns;
      if (!found.answer && !found.concordance) {
        fill(this.element, this.welcome());
        return;
      }
      const matches = this.matches(found);
      const side2 = [this.terms(found), this.places(found), this.phrases(found)];
      fill(
        this.element,
        matches,
        side2.some((each) => each !== void 0) && h("div", { class: "aside" }, ...side2)
      );
      const same = this.views.findIndex(({ item }) => isSame(item, had?.item));
      this.go(hadFocus && same >= 0 ? same : 0, hadFocus);
      for (const view of this.views) if (view.item.match) void this.know(view);
    }
    /** Makes a unit the current one. */
    go(at, focus = true) {
      this.at = Math.max(0, Math.min(at, this.views.length - 1));
      this.views.forEach((view, index) => view.mark(index === this.at));
      const { current } = this;
      if (!current) return;
      if (focus) {
        current.element.focus({ preventScroll: true });
        current.element.scrollIntoView({ block: "nearest" });
        void this.know(current);
      }
    }
    step(by) {
      const inside = this.current?.element.contains(document.activeElement) === true;
      this.go(inside ? this.at + by : this.at);
    }
    /** Asks for what the memory knows of a unit beside its texts. */
    async know(view) {
      const { memory, shown } = view.item;
      if (view.isKnown || memory === void 0) return;
      view.isKnown = true;
      try {
        view.tell(await ask(placeOf(memory, `units/${shown.unit}`)));
      } catch {
      }
    }
    matches({ answer, query }) {
      if (!answer) return void 0;
      const w = words();
      if ("error" in answer)
        return section(
          "matches",
          w.matches,
          failed(answer.error, () => this.acts.again())
        );
      const list = answer.matches.map((match) => this.view(match, { match, query: query.text }));
      const lower = [50, 30].find((least) => least < query.min);
      return section(
        "matches",
        w.matches,
        list.length > 0 && h("ol", { class: "units" }, ...list),
        list.length === 0 && h("p", { class: "none soft" }, w.noMatch),
        list.length === 0 && lower !== void 0 && h("button", { type: "button", click: () => this.acts.again(lower) }, w.lower(lower))
      );
    }
    places({ concordance, query }) {
      if (!concordance) return void 0;
      const w = words();
      if ("error" in concordance)
        return section(
          "places",
          w.concordance,
          failed(concordance.error, () => this.acts.again())
        );
      const { total, occurrences } = concordance;
      const list = occurrences.map((place) => this.view(place, { place, query: query.text }));
      const title = `${w.concordance} · ${w.places(list.length, total)}`;
      return section(
        "places",
        list.length > 0 ? title : w.concordance,
        query.where.trim() !== "" && h("p", { class: "none soft" }, w.unfiltered),
        list.length > 0 ? h("ol", { class: "units" }, ...list) : h("p", { class: "none soft" }, w.noPlace),
        list.length < total && h(
          "button",
          { type: "button", click: () => this.acts.more(list.length + 5 * PLACES) },
          w.more
        )
      );
    }
    /** Parts of a long query that stand somewhere, where the whole does not. */
    phrases({ answer, concordance, query }) {
      if (!answer || "error" in answer || settings.columns !== "both") return void 0;
      if (concordance && "total" in concordance && concordance.total > 0) return void 0;
      const seen = /* @__PURE__ */ new Set();
      const list = [];
      for (const phrase of answer.phrases ?? [])
        for (const place of phrase.occurrences.slice(0, 3)) {
          const key = `${place.memory} ${place.unit} ${place.span.start}`;
          if (!seen.has(key)) list.push(this.view(place, { place, query: query.text }));
          seen.add(key);
        }
      if (list.length === 0) return void 0;
      return section("phrases", words().phrases, h("ol", { class: "units" }, ...list));
    }
    terms({ answer }) {
      const terms = answer && "terms" in answer ? answer.terms ?? [] : [];
      if (terms.length === 0) return void 0;
      const known = new Map(terms.map((term) => [term.term, term]));
      const list = [...known.values()].map((term) => this.term(term));
      return section("terms", words().terms, h("ul", { class: "term-list" }, ...list));
    }
    term({ term, translations, notes }) {
      const copy = (text) => h("button", { type: "button", class: "term", click: () => this.acts.copy(text) }, bdi(text));
      return h(
        "li",
        {},
        bdi(term),
        ...translations.map(copy),
        ...(notes ?? []).map((note) => h("span", { class: "soft" }, bdi(note)))
      );
    }
    view(shown, more) {
      const only = this.memories.length === 1 ? this.memories[0]?.name : void 0;
      const memory = shown.memory ?? this.asked ?? only;
      const mayWrite = this.memories.some(({ name, right }) => name === memory && right === "write");
      const item = { shown, memory, mayWrite, ...more };
      const at = this.views.length;
      const view = new UnitView(item, (command) => {
        this.go(at);
        this.acts.run(command);
      });
      view.element.addEventListener("pointerdown", (event) => {
        if (!event.target.closest("button, textarea")) this.go(at, false);
      });
      view.element.addEventListener("focus", () => {
        if (this.at !== at) this.go(at);
      });
      this.views.push(view);
      return view.element;
    }
    /** The memory that alone was asked. */
    asked;
    welcome() {
      const w = words();
      const line = ({ name, right, languages }) => h(
        "li",
        {},
        h("b", {}, bdi(name)),
        h(
          "span",
          { class: "soft" },
          [...languages.map(({ lang, texts: texts2 }) => `${lang} ${w.number(texts2)}`)].join(" · ")
        ),
        right === "read" && h("span", { class: "tag" }, w.reads)
      );
      return h(
        "div",
        { class: "welcome" },
        h("p", {}, w.welcome),
        h("ul", { class: "memories" }, ...this.memories.map(line))
      );
    }
  };
  function isSame(item, other) {
    return other !== void 0 && item.shown.unit === other.shown.unit && item.memory === other.memory && item.match === void 0 === (other.match === void 0);
  }
  function section(name, title, ...children) {
    const id = `title-${name}`;
    return h("section", { class: name, "aria-labelledby": id }, h("h2", { id }, title), ...children);
  }
  function failed(error, again) {
    const box = h("div", { class: "failed" }, told(...wordsOf(error)));
    box.append(h("button", { type: "button", click: again }, words().again));
    return box;
  }
  function countsOf({ answer, concordance }) {
    if (!answer && !concordance) return "";
    const matches = answer && "matches" in answer ? answer.matches.length : 0;
    const places = concordance && "total" in concordance ? concordance.total : 0;
    return words().found(matches, places);
  }

  // source/reviewing.ts
  function addressOf(memory, rest = "") {
    return `review/${encodeURIComponent(memory)}/${rest}`;
  }
  async function ask2(memory, path, form) {
    const how = form ? { method: "POST", body: form } : {};
    return await read(addressOf(memory, `api/${path}`), how);
  }
  function openReviewing(memories, chosen) {
    const w = words();
    const names = memories.filter(({ reviews }) => reviews).map(({ name }) => name);
    const [first] = names;
    if (first === void 0) return tell(w.noReviews);
    const memory = h("select", {}, ...names.map((name) => h("option", { value: name }, name)));
    memory.value = names.includes(chosen) ? chosen : first;
    const list = h("div", { class: "reviews" });
    const error = h("div", { class: "edit-error", role: "alert" });
    const sides = [new SideOf(w.source, "source"), new SideOf(w.target, "target")];
    const begin2 = h("button", { type: "submit", class: "main" }, w.beginReview);
    const show = async () => {
      const asked = memory.value;
      try {
        const { recent } = await ask2(asked, "home");
        if (asked === memory.value) fill(list, ...listOf(asked, recent));
      } catch (refused) {
        fill(list, told(...wordsOf(refused)));
      }
    };
    const start = async () => {
      const form = new FormData();
      for (const side2 of sides) form.append(side2.name, side2.file(), side2.file().name);
      fill(error, h("p", { role: "status" }, w.aligning));
      begin2.disabled = true;
      try {
        const { review } = await ask2(memory.value, "new", form);
        location.assign(`${addressOf(memory.value)}#${encodeURIComponent(review)}`);
      } catch (refused) {
        begin2.disabled = false;
        fill(error, told(...wordsOf(refused)));
      }
    };
    memory.addEventListener("change", () => void show());
    openDialog(w.reviews, "wide reviewing", () => [
      h("label", { class: "labelled" }, h("span", {}, w.memory), memory),
      h(
        "form",
        {
          submit: (event) => {
            event.preventDefault();
            void start();
          }
        },
        h("div", { class: "pair" }, sides[0].element, sides[1].element),
        error,
        h("div", { class: "buttons" }, begin2)
      ),
      h("h3", {}, w.begunReviews),
      list
    ]);
    void show();
  }
  var SideOf = class {
    constructor(label, name) {
      this.name = name;
      this.text.setAttribute("aria-label", label);
      this.chosen.setAttribute("aria-label", `${label}: ${words().file}`);
      this.chosen.addEventListener("change", () => {
        const has = (this.chosen.files?.length ?? 0) > 0;
        this.text.required = !has;
        this.text.disabled = has;
      });
      this.element = h("div", { class: "labelled" }, h("span", {}, label), this.text, this.chosen);
    }
    name;
    element;
    chosen = h("input", { type: "file" });
    text = h("textarea", { rows: 4, dir: "auto", required: true });
    file() {
      const [file] = Array.from(this.chosen.files ?? []);
      return file ?? new File([this.text.value], `${this.name}.txt`, { type: "text/plain" });
    }
  };
  function listOf(memory, recent) {
    const w = words();
    if (recent.length === 0) return [h("p", { class: "soft" }, w.noneBegun)];
    const open = async (number3) => {
      try {
        const { review } = await ask2(memory, `recent/${number3}`, new FormData());
        location.assign(`${addressOf(memory)}#${encodeURIComponent(review)}`);
      } catch (refused) {
        fail(refused);
      }
    };
    const format = new Intl.DateTimeFormat(w.code === "ar" ? "ar-u-nu-latn" : "en", {
      dateStyle: "medium",
      timeStyle: "short"
    });
    const time = (when) => {
      const moment = momentOf(when);
      return moment ? format.format(moment) : "";
    };
    const line = ({ number: number3, name, when }) => h(
      "li",
      {},
      h("button", { type: "button", click: () => void open(number3) }, bdi(name)),
      " ",
      h("time", { class: "soft", datetime: when }, time(when))
    );
    return [h("ul", {}, ...recent.map(line))];
  }

  // source/app.ts
  var VIEWS = ["both", "matches", "concordance"];
  var App = class {
    constructor(root, memories) {
      this.root = root;
      this.memories = memories;
      this.query = readAddress(location.hash, settings.min);
      this.found = { query: this.query };
      this.search = new Search(
        (found) => this.show(found),
        (isBusy) => this.bar.busy(isBusy)
      );
      this.acts = new Acts(() => this.again());
      [this.bar, this.results] = this.draw();
      document.addEventListener("keydown", (event) => this.key(event));
      window.addEventListener("hashchange", () => this.toAddress());
      void this.search.now(this.query);
      this.bar.text.focus();
    }
    root;
    memories;
    bar;
    results;
    search;
    acts;
    query;
    found;
    isAfterAct = false;
    /** Builds the page in the language chosen. */
    draw() {
      const run = (command) => this.run(command);
      this.bar = new Bar(this.memories, {
        changed: (typed) => this.changed(typed),
        leave: () => {
          document.activeElement?.blur();
          this.results.go(0);
        },
        run,
        settings: () => openSettings(() => this.redraw())
      });
      this.results = new Results(this.memories, {
        run,
        copy: (text) => void this.acts.copy(text),
        more: (places) => void this.search.now(this.query, places),
        again: (least) => {
          if (least !== void 0) this.bar.write({ ...this.query, min: least });
          this.changed(false);
        }
      });
      this.bar.write(this.query);
      fill(this.root, this.bar.element, this.results.element, ...voices());
      return [this.bar, this.results];
    }
    redraw() {
      showSpeech();
      this.draw();
      this.show(this.found);
      this.bar.text.focus();
    }
    changed(typed) {
      this.query = this.bar.read();
      this.bar.mark();
      const address = writeAddress(this.query);
      history.replaceState(null, "", address === "" ? location.pathname : address);
      if (typed) this.search.soon(this.query);
      else void this.search.now(this.query);
    }
    /** The address was changed by hand, or by going back. */
    toAddress() {
      this.query = readAddress(location.hash, settings.min);
      this.bar.write(this.query);
      void this.search.now(this.query);
    }
    /** Searches once more, as the memory is now. */
    async again() {
      this.isAfterAct = true;
      await this.search.now(this.query, Math.max(this.search.places, PLACES));
      this.isAfterAct = false;
    }
    show(found) {
      this.found = found;
      this.results.asked = found.query.memory || void 0;
      this.results.show(found);
      const counts = countsOf(found);
      this.bar.told(counts);
      if (counts !== "" && !this.isAfterAct) say(counts);
    }
    key(event) {
      const target = event.target;
      if (event.isComposing || document.querySelector("dialog[open]")) return;
      const name = nameOf(event);
      if (target.matches("textarea, input, select")) {
        if (name === "Escape") target.blur();
        return;
      }
      const command = commandOf(name);
      if (command === void 0 || name === "Enter" && target.matches("button, a")) return;
      event.preventDefault();
      this.run(command);
    }
    run(command) {
      const { results, acts } = this;
      const { current } = results;
      const plain = {
        search: () => this.toSearch(),
        down: () => results.step(1),
        up: () => results.step(-1),
        first: () => results.go(0),
        last: () => results.go(results.views.length - 1),
        back: () => void closeWarning(),
        undo: () => void acts.undo(),
        add: () => this.add(),
        columns: () => this.turn(),
        reviews: () => openReviewing(this.memories, this.query.memory),
        help: () => openHelp()
      };
      const act = plain[command];
      if (act) return act();
      if (!current) return;
      if (command === "copy") void acts.copy(current.item.shown.target);
      if (command === "edit") acts.edit(current, "target");
      if (command === "editSource") acts.edit(current, "source");
      if (command === "history") void openHistory(current, acts);
      if (command === "remove") void acts.remove(current);
      if (command === "swap") this.seek(current.item.shown.target);
    }
    toSearch() {
      this.bar.text.focus();
      this.bar.text.select();
    }
    seek(text) {
      this.bar.write({ ...this.query, text, from: this.query.to, to: this.query.from });
      this.changed(false);
    }
    /** The next view: both columns, or one of them. */
    turn() {
      const next = VIEWS[(VIEWS.indexOf(settings.columns) + 1) % VIEWS.length] ?? "both";
      keepSettings({ columns: next });
      this.bar.write(this.query);
      say(words().columns[next]);
      void this.again();
    }
    add() {
      const { shown } = this.results.current?.item ?? {};
      const { text, memory, from, to } = this.query;
      const draft = {
        source: text.trim(),
        memory: memory || (this.results.current?.item.memory ?? ""),
        from: from || (shown?.source_lang ?? (/\p{Script=Arabic}/u.test(text) ? "ar" : "en")),
        to: to || (shown?.target_lang ?? (/\p{Script=Arabic}/u.test(text) ? "en" : "ar"))
      };
      openAdding(this.memories, draft, this.acts, () => this.again());
    }
  };
  async function begin() {
    loadSettings();
    showTheme();
    showSpeech();
    const root = h("div", { id: "root" });
    document.body.replaceChildren(root);
    try {
      const { memories } = await ask("memories");
      new App(root, memories);
    } catch (error) {
      fill(
        root,
        h("main", { class: "welcome" }, h("h1", {}, "Muwazi"), told(...wordsOf(error))),
        ...voices()
      );
      fail(error);
    }
  }
  void begin();
})();
