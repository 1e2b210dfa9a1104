// Updates pages while they are open. Every page works without it.
"use strict";

(() => {
  const texts = { on: "Live", off: "Updates are paused", broken: "Reconnecting" };

  // Times: how long ago, in the words of the server.
  const units = [[172800, 86400, "days"], [7200, 3600, "h"], [120, 60, "min"], [0, 1, "s"]];

  const relative = (milliseconds) => {
    const seconds = Math.floor(Math.abs(milliseconds) / 1000);
    if (milliseconds >= 0 && seconds < 2) return "just now";
    const [, size, name] = units.find(([from]) => seconds >= from);
    const text = `${Math.floor(seconds / size)} ${name}`;
    return milliseconds < 0 ? `in ${text}` : `${text} ago`;
  };

  // The clock of the server, since that of the reader may be wrong.
  const served = Date.parse(document.querySelector("[data-now]")?.dataset.now);
  const ahead = Number.isNaN(served) ? 0 : served - Date.now();

  const renewTimes = () => {
    for (const time of document.querySelectorAll("time[datetime]")) {
      const text = relative(Date.now() + ahead - Date.parse(time.dateTime));
      if (time.textContent !== text) time.textContent = text;
    }
  };
  setInterval(renewTimes, 10000);

  const renewCounters = (counters) => {
    for (const [name, count] of Object.entries(counters)) {
      const shown = document.querySelector(`[data-counter="${CSS.escape(name)}"]`);
      if (!shown) continue;
      shown.textContent = count;
      shown.hidden = count === 0;
    }
  };

  // Rows are compared one by one, so that a row keeps its focus.
  const renewRow = (row, next) => {
    if (row.cells.length !== next.cells.length) return row.replaceWith(next);
    for (let at = 0; at < row.cells.length; at += 1) {
      const [cell, other] = [row.cells[at], next.cells[at]];
      const differs = cell.innerHTML !== other.innerHTML;
      if (differs && !cell.contains(document.activeElement)) cell.innerHTML = other.innerHTML;
    }
  };

  const renewRows = (body, html) => {
    const template = document.createElement("template");
    template.innerHTML = `<table><tbody>${html}</tbody></table>`;
    const next = [...template.content.querySelectorAll("tr")];
    const wanted = new Set(next.map((row) => row.id));
    const known = new Map([...body.rows].map((row) => [row.id, row]));
    let added = 0;
    for (const [id, row] of known) {
      if (!wanted.has(id) && !row.contains(document.activeElement)) row.remove();
    }
    next.forEach((row, at) => {
      const old = known.get(row.id);
      if (old) return renewRow(old, row);
      row.classList.add("new");
      body.insertBefore(row, body.rows[at] || null);
      added += 1;
    });
    return added;
  };

  const live = (place) => {
    const body = document.querySelector("#deliveries tbody");
    const button = place.querySelector("button");
    const state = place.querySelector(".live");
    const news = place.querySelector("[role=status]");
    let source = null;
    let isPaused = false;
    let unheard = 0;

    const show = (text) => {
      state.textContent = text;
      state.classList.toggle("on", text === texts.on);
    };

    const close = () => {
      if (source) source.close();
      source = null;
    };

    // The server has refused: nobody is logged in any more, or too many pages are open.
    const askAgain = async () => {
      const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
      if (answer && answer.type === "opaqueredirect") location.reload();
      else setTimeout(open, 30000);
    };

    const open = () => {
      if (source || isPaused || document.hidden) return;
      source = new EventSource(place.dataset.live);
      source.addEventListener("open", () => show(texts.on));
      source.addEventListener("error", () => {
        show(texts.broken);
        if (!source || source.readyState !== EventSource.CLOSED) return;
        close();
        askAgain();
      });
      source.addEventListener("counters", (event) => renewCounters(JSON.parse(event.data)));
      source.addEventListener("rows", (event) => {
        const rows = JSON.parse(event.data);
        // A page without a list shows one as soon as there is something for it, but no message is lost.
        const isRead = !document.querySelector(".flash");
        if (!body) return rows !== "" && isRead && location.reload();
        unheard += renewRows(body, rows);
        renewTimes();
      });
      source.addEventListener("pages", (event) => {
        const pages = document.querySelector("nav.pages");
        if (pages && !pages.contains(document.activeElement)) pages.outerHTML = JSON.parse(event.data);
      });
      source.addEventListener("end", () => {
        close();
        location.reload();
      });
    };

    // Several deliveries are announced at once, and politely.
    setInterval(() => {
      if (unheard === 0) return;
      news.textContent = unheard === 1 ? "1 new delivery" : `${unheard} new deliveries`;
      unheard = 0;
    }, 5000);

    button.addEventListener("click", () => {
      isPaused = !isPaused;
      button.setAttribute("aria-pressed", String(isPaused));
      if (isPaused) close();
      else open();
      show(isPaused ? texts.off : texts.on);
    });

    document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
    window.addEventListener("pagehide", close);
    for (const form of document.querySelectorAll("form.person")) form.addEventListener("submit", close);
    place.hidden = false;
    open();
  };

  for (const place of document.querySelectorAll("[data-live]")) live(place);
})();
