"use strict";
// The read-along player. All text is in the page's markup. What is heard when is in #track: each cue
// is [id of its element, start, end, [time since the word before, characters between, length, …]],
// in milliseconds and UTF-16 units of the element's text.
(() => {
  const track = JSON.parse(document.getElementById("track").textContent);
  const root = document.documentElement;
  const audio = document.querySelector("audio");
  const player = document.getElementById("player");
  const dialog = player.querySelector("dialog");
  const position = player.querySelector(".position");
  const elapsed = player.querySelector(".elapsed");
  const now = player.querySelector(".now");
  const speed = player.querySelector("select");
  const playButton = player.querySelector(".play");
  const followButton = player.querySelector(".back-to-text");
  const message = player.querySelector(".message");
  const cues = track.cues;
  const RESTART_SECONDS = 1; // "back" after this goes to the start of what is being heard
  const SAVE_MS = 5000;
  const FOCUSED_SLIDER_SECONDS = 15; // a screen reader says every change of the focused slider
  const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, pre, table";

  // --- what stands where -----------------------------------------------------------------------
  const marked = cues.map(([id]) => document.getElementById(id));
  const cueOf = new Map(marked.map((element, cue) => [element, cue]));
  const paragraphStarts = [];
  let lastBlock = null;
  marked.forEach((element, cue) => {
    const block = element?.closest(BLOCKS) ?? lastBlock;
    if (block !== lastBlock) paragraphStarts.push(cue);
    lastBlock = block;
  });
  const chapterLinks = [...document.querySelectorAll("[data-chapter]")];
  const chapterStarts = [...document.querySelectorAll("[data-section]")].map((each) => +each.dataset.section);

  /** Return the last of rising numbers that is not above a limit: its index, or -1. */
  function lastUpTo(count, valueAt, limit) {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (valueAt(middle) <= limit) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
  const cueAt = (seconds) => lastUpTo(cues.length, (cue) => cues[cue][1], Math.round(seconds * 1000));
  const partOf = (starts, cue) => lastUpTo(starts.length, (part) => starts[part], cue);

  /** Return the words of a cue with their times and places. */
  function wordsOf([, start, , numbers]) {
    const words = [];
    let time = start;
    let offset = 0;
    for (let at = 0; at < numbers.length; at += 3) {
      time += numbers[at];
      offset += numbers[at + 1];
      words.push({ time, start: offset, end: offset + numbers[at + 2] });
      offset += numbers[at + 2];
    }
    return words;
  }

  /** Return the text nodes of a cue: several in the cells of a table's row. */
  function textsOf(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  }

  /** Return the text node and the offset in it of a place in a cue's text. */
  function placeOf(offset, isEnd) {
    let left = offset;
    for (const node of texts) {
      if (left < node.length || (isEnd && left === node.length)) return [node, left];
      left -= node.length;
    }
    return [texts.at(-1), texts.at(-1).length];
  }

  // --- what is being heard ---------------------------------------------------------------------
  const hasHighlights = "highlights" in CSS && typeof Highlight === "function";
  const wordHighlight = hasHighlights ? new Highlight() : null;
  if (hasHighlights) CSS.highlights.set("word", wordHighlight);
  let cue = -1;
  let words = [];
  let texts = [];
  let word = -1;
  let wordRange = null;
  let chapter = -1;

  function showCue(next) {
    marked[cue]?.classList.remove("on");
    cue = next;
    marked[cue]?.classList.add("on");
    words = marked[cue] && hasHighlights ? wordsOf(cues[cue]) : [];
    texts = words.length ? textsOf(marked[cue]) : [];
    showWord(-1);
    const part = partOf(chapterStarts, cue);
    if (part !== chapter) showChapter(part);
  }

  function showWord(next) {
    word = next;
    wordRange = null;
    wordHighlight?.clear();
    if (word < 0) return;
    wordRange = new Range();
    wordRange.setStart(...placeOf(words[word].start, false));
    wordRange.setEnd(...placeOf(words[word].end, true));
    wordHighlight.add(wordRange);
  }

  function showChapter(next) {
    chapter = next;
    for (const link of chapterLinks) {
      if (+link.dataset.chapter === chapterStarts[chapter]) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    now.textContent = chapterName();
    describeSession();
  }

  function chapterName() {
    const link = chapterLinks.find((each) => +each.dataset.chapter === chapterStarts[chapter]);
    return link?.textContent ?? document.title;
  }

  /** Highlight what is heard at a time; called in every frame, so most times nothing changes. */
  function show(seconds) {
    const heard = cueAt(seconds);
    const isNewCue = heard !== cue;
    if (isNewCue) showCue(heard);
    const milliseconds = seconds * 1000;
    const isOver = cue >= 0 && milliseconds >= cues[cue][2];
    const spoken = isOver ? -1 : lastUpTo(words.length, (each) => words[each].time, milliseconds);
    const isNewWord = spoken !== word;
    if (isNewWord) showWord(spoken);
    if ((isNewCue || isNewWord) && !audio.paused) keepInView();
  }

  // --- keeping it in view ----------------------------------------------------------------------
  const settings = { keys: true, follow: true };
  let isAway = false; // the reader has scrolled to something else
  let isScrolling = false; // by this script
  let scrollTimer = 0;

  function heardBox() {
    if (wordRange) return wordRange.getBoundingClientRect();
    return marked[cue]?.getBoundingClientRect();
  }

  /** Return the height of the window that the player leaves free. */
  function freeHeight() {
    return Math.min(player.getBoundingClientRect().top, innerHeight);
  }

  function isInView(margin) {
    const box = heardBox();
    return !box || (box.top >= margin && box.bottom <= freeHeight() - margin);
  }

  function keepInView() {
    if (!settings.follow || isAway) return;
    scrollTableToHeard();
    if (!isInView(24)) scrollToHeard();
  }

  function scrollTableToHeard() {
    const table = wordRange && marked[cue].closest(".table");
    if (!table) return;
    const box = wordRange.getBoundingClientRect();
    const frame = table.getBoundingClientRect();
    if (box.left >= frame.left && box.right <= frame.right) return;
    table.scrollLeft += box.left - frame.left - frame.width / 3;
  }

  function scrollToHeard() {
    const box = heardBox();
    if (!box) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    isScrolling = true;
    clearTimeout(scrollTimer);
    scrollTimer = setTimeout(endScrolling, 1500);
    scrollBy({ top: box.top - freeHeight() * 0.3, behavior: still ? "instant" : "smooth" });
  }

  function endScrolling() {
    isScrolling = false;
    clearTimeout(scrollTimer);
  }

  function setAway(away) {
    isAway = away;
    followButton.hidden = !away;
  }

  function noticeScrolling() {
    if (!isScrolling && cue >= 0 && settings.follow) setAway(!isInView(0) && !audio.paused);
  }

  addEventListener("scroll", noticeScrolling, { passive: true });
  addEventListener("scrollend", endScrolling);
  for (const kind of ["wheel", "touchmove"]) addEventListener(kind, endScrolling, { passive: true });
  new ResizeObserver(() => {
    const covered = Math.max(0, innerHeight - player.getBoundingClientRect().top);
    root.style.setProperty("--player", `${Math.min(covered, player.offsetHeight)}px`);
  }).observe(player);

  // --- playing ---------------------------------------------------------------------------------
  function clockText(seconds) {
    const whole = Math.floor(seconds);
    const minutes = Math.floor(whole / 60) % 60;
    const hours = Math.floor(whole / 3600);
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  }

  function spokenTime(seconds) {
    const whole = Math.floor(seconds);
    const parts = [];
    for (const [unit, size, most] of [["hour", 3600, 1e9], ["minute", 60, 60], ["second", 1, 60]]) {
      const count = Math.floor(whole / size) % most;
      if (count || (unit === "second" && !parts.length)) parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
    }
    return parts.join(" ");
  }

  function showTime(seconds) {
    elapsed.textContent = clockText(seconds);
    const step = document.activeElement === position ? FOCUSED_SLIDER_SECONDS : 1;
    if (Math.abs(seconds - position.value) >= step) showPosition(seconds);
  }

  function showPosition(seconds) {
    position.value = seconds;
    position.setAttribute("aria-valuetext", `${spokenTime(seconds)} of ${spokenTime(track.seconds)}`);
  }

  function seek(seconds) {
    audio.currentTime = Math.min(Math.max(seconds, 0), track.seconds);
    setAway(false);
    show(audio.currentTime);
    showTime(audio.currentTime);
    showPosition(audio.currentTime);
    keepInView();
    savePlace();
  }

  function seekToCue(next) {
    seek(cues[next][1] / 1000);
  }

  function play() {
    audio.play().catch(() => {}); // an error event says what is wrong
  }

  /** Go back or forward by one part, given the cues that parts start with. */
  function move(starts, step) {
    if (!starts.length) return;
    const here = Math.max(partOf(starts, cue), 0);
    const start = cues[starts[here]][1] / 1000;
    const isBegun = audio.currentTime - start > RESTART_SECONDS * audio.playbackRate;
    const next = step < 0 && isBegun ? here : here + step;
    if (next >= starts.length) return;
    seekToCue(starts[Math.max(next, 0)]);
  }

  function changeSpeed(step) {
    const next = speed.options[speed.selectedIndex + step];
    if (next) setSpeed(next.value);
  }

  function setSpeed(rate) {
    speed.value = String(rate);
    if (speed.selectedIndex < 0) speed.value = "1";
    audio.defaultPlaybackRate = audio.playbackRate = +speed.value;
    save(placeKey, { speed: +speed.value });
  }

  function follow() {
    setAway(false);
    scrollToHeard();
  }

  const sentenceStarts = cues.map((_, index) => index);
  const actions = {
    play: () => (audio.paused ? play() : audio.pause()),
    "sentence-back": () => move(sentenceStarts, -1),
    "sentence-forward": () => move(sentenceStarts, 1),
    "paragraph-back": () => move(paragraphStarts, -1),
    "paragraph-forward": () => move(paragraphStarts, 1),
    "chapter-back": () => move(chapterStarts, -1),
    "chapter-forward": () => move(chapterStarts, 1),
    slower: () => changeSpeed(-1),
    faster: () => changeSpeed(1),
    follow,
    help: () => dialog.showModal(),
    close: () => dialog.close(),
  };

  function tick() {
    if (audio.paused) return;
    show(audio.currentTime);
    requestAnimationFrame(tick);
  }

  function showPlaying() {
    const name = audio.paused ? "Play" : "Pause";
    playButton.setAttribute("aria-label", name);
    playButton.title = name;
    root.classList.toggle("playing", !audio.paused);
    if (!audio.paused) tick();
    else savePlace();
  }

  audio.addEventListener("play", () => {
    showPlaying();
    setAway(false);
    keepInView();
  });
  audio.addEventListener("pause", showPlaying);
  audio.addEventListener("timeupdate", () => {
    show(audio.currentTime); // frames stop in a hidden tab
    showTime(audio.currentTime);
    describePosition();
  });
  audio.addEventListener("ended", () => save(placeKey, { place: 0 }));
  audio.addEventListener("error", () => {
    const missing = message.querySelector(".missing");
    if (missing) missing.hidden = audio.error.code === MediaError.MEDIA_ERR_DECODE;
    message.hidden = false;
  });

  // --- mouse and touch -------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do], [data-from], [data-chapter]");
    if (button?.dataset.do) return void actions[button.dataset.do]();
    if (button?.dataset.from) {
      seekToCue(+button.dataset.from);
      return void play();
    }
    if (button) return void seekToCue(+button.dataset.chapter);
    const sentence = event.target.closest("main :is(span, tr)[id]");
    if (!sentence || !getSelection().isCollapsed) return;
    seekToCue(cueOf.get(sentence));
    play();
  });
  position.addEventListener("input", () => seek(+position.value));
  speed.addEventListener("change", () => setSpeed(speed.value));

  // --- keys ------------------------------------------------------------------------------------
  const KEYS = {
    " ": "play", k: "play", ArrowLeft: "sentence-back", ArrowRight: "sentence-forward",
    "Shift+ArrowLeft": "paragraph-back", "Shift+ArrowRight": "paragraph-forward",
    p: "chapter-back", n: "chapter-forward", "-": "slower", "+": "faster", "=": "faster",
    f: "follow", "?": "help",
  };
  const OWN_KEYS = "input, select, textarea, dialog, [contenteditable]"; // these use all keys
  const PRESSED = "a, button, summary"; // these use the space bar
  const SCROLLED = ".table"; // these use the arrows

  function actionOf(event) {
    if (!settings.keys || event.ctrlKey || event.altKey || event.metaKey) return undefined;
    const at = event.target;
    if (at.closest(OWN_KEYS)) return undefined;
    if (event.key === " " && at.closest(PRESSED)) return undefined;
    if (event.key.startsWith("Arrow") && at.closest(SCROLLED)) return undefined;
    const isShifted = event.shiftKey && event.key.startsWith("Arrow");
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    return KEYS[isShifted ? `Shift+${key}` : key];
  }

  document.addEventListener("keydown", (event) => {
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    if (event.repeat && action === "play") return;
    actions[action]();
  });

  // --- what is remembered ----------------------------------------------------------------------
  const placeKey = `narrate:${track.id}`;
  const settingsKey = "narrate:settings";

  function load(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {}; // storage is blocked, or holds something else
    }
  }

  function save(key, values) {
    try {
      localStorage.setItem(key, JSON.stringify({ ...load(key), ...values }));
    } catch {
      // storage is blocked or full: nothing is remembered
    }
  }

  function savePlace() {
    save(placeKey, { place: audio.ended ? 0 : audio.currentTime });
  }

  setInterval(() => audio.paused || savePlace(), SAVE_MS);
  addEventListener("pagehide", savePlace);
  for (const box of dialog.querySelectorAll("[data-setting]")) {
    const name = box.dataset.setting;
    settings[name] = load(settingsKey)[name] !== false;
    box.checked = settings[name];
    box.addEventListener("change", () => {
      settings[name] = box.checked;
      save(settingsKey, { [name]: box.checked });
      if (!settings.follow) setAway(false);
    });
  }

  // --- the system's own player -----------------------------------------------------------------
  function describeSession() {
    if (!("mediaSession" in navigator)) return;
    const artist = document.querySelector("meta[name=author]")?.content ?? "";
    const album = document.title;
    navigator.mediaSession.metadata = new MediaMetadata({ title: chapterName(), artist, album });
  }

  function describePosition() {
    const { currentTime, playbackRate } = audio;
    navigator.mediaSession?.setPositionState?.({
      duration: Math.max(track.seconds, currentTime), position: currentTime, playbackRate,
    });
  }

  const session = {
    play, pause: () => audio.pause(),
    seekbackward: actions["sentence-back"], seekforward: actions["sentence-forward"],
    previoustrack: actions["chapter-back"], nexttrack: actions["chapter-forward"],
    seekto: (details) => seek(details.seekTime),
  };
  for (const [name, handle] of Object.entries(session)) {
    try {
      navigator.mediaSession?.setActionHandler(name, handle);
    } catch {
      // this browser does not know the action
    }
  }

  // --- wide tables ------------------------------------------------------------------------------
  for (const [index, table] of document.querySelectorAll(".table").entries()) {
    new ResizeObserver(() => {
      const isCut = table.scrollWidth > table.clientWidth;
      const attributes = { tabindex: "0", role: "region", "aria-label": `Table ${index + 1}` };
      for (const [name, value] of Object.entries(attributes)) {
        if (isCut) table.setAttribute(name, value);
        else table.removeAttribute(name);
      }
    }).observe(table);
  }

  // --- begin -----------------------------------------------------------------------------------
  audio.controls = false;
  root.classList.add("js");
  const { place, speed: rate } = load(placeKey);
  setSpeed(rate ?? 1);
  if (place > 0 && place < track.seconds) audio.currentTime = place;
  show(audio.currentTime);
  showTime(audio.currentTime);
  showPosition(audio.currentTime);
  if (chapter < 0) showChapter(partOf(chapterStarts, cue));
})();
