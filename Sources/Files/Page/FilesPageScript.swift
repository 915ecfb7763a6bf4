extension FilesPage {
    /// The page's script: draws the map of a folder and goes up and down in it. Names are set as text only.
    static let script = #"""

        "use strict";
        // An entry: [name, bytes, bytes that stand elsewhere too, files, entries below]; no name: summed up.
        const tree = JSON.parse(document.getElementById("tree").textContent);
        const element = id => document.getElementById(id);
        const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
        const trail = [tree];

        function bytes(count) {
          const units = ["B", "kB", "MB", "GB", "TB", "PB"];
          let unit = 0;
          while (count >= 999.5 && unit < units.length - 1) { count /= 1000; unit += 1; }
          const digits = unit === 0 || count >= 99.95 ? 0 : count >= 9.995 ? 1 : 2;
          return count.toFixed(digits) + " " + units[unit];
        }

        const files = count => whole.format(count) + (count === 1 ? " file" : " files");
        const name = entry => entry[0] ?? files(entry[3]) + " too small to show";
        const share = entry => entry[1] > 0 ? entry[2] / entry[1] : 0;
        const isFolder = entry => Array.isArray(entry[4]) && entry[4].length > 0;
        const percent = entry => Math.round(100 * share(entry)) + " % also elsewhere";
        const words = entry => name(entry) + ", " + bytes(entry[1])
          + (Array.isArray(entry[4]) ? ", " + files(entry[3]) : "") + ", " + percent(entry);

        // Squarified (Bruls, Huizing, van Wijk 2000): rows along the shorter side, each as long as that
        // makes its cells squarer. Entries come largest first.
        function squarify(entries, box) {
          const total = entries.reduce((sum, entry) => sum + entry[1], 0);
          const cells = [];
          if (!(total > 0) || box.w <= 0 || box.h <= 0) return cells;
          const scale = box.w * box.h / total;
          let { x, y, w, h } = box, start = 0;
          const worst = (sum, least, most, side) =>
            Math.max(side * side * most / (sum * sum), sum * sum / (side * side * least));
          while (start < entries.length) {
            const side = Math.min(w, h);
            let end = start, sum = 0, most = 0, best = Infinity;
            while (end < entries.length) {
              const area = entries[end][1] * scale;
              const next = worst(sum + area, area, most || area, side);
              if (end > start && next > best) break;
              most = most || area;
              sum += area;
              best = next;
              end += 1;
            }
            const thick = side > 0 ? sum / side : 0;
            let along = 0;
            for (let i = start; i < end; i += 1) {
              const length = thick > 0 ? entries[i][1] * scale / thick : 0;
              cells.push(w >= h ? { entry: entries[i], x, y: y + along, w: thick, h: length }
                : { entry: entries[i], x: x + along, y, w: length, h: thick });
              along += length;
            }
            if (w >= h) { x += thick; w -= thick; } else { y += thick; h -= thick; }
            start = end;
          }
          return cells;
        }

        const ordered = entry => [...entry[4]].filter(e => e[1] > 0).sort((a, b) => b[1] - a[1]);

        function place(node, cell) {
          node.style.left = cell.x.toFixed(1) + "px";
          node.style.top = cell.y.toFixed(1) + "px";
          node.style.width = cell.w.toFixed(1) + "px";
          node.style.height = cell.h.toFixed(1) + "px";
          node.style.setProperty("--share", share(cell.entry).toFixed(3));
        }

        function label(node, cell) {
          if (cell.w < 46 || cell.h < 20) return;
          const text = document.createElement("b");
          text.textContent = name(cell.entry);
          node.append(text);
          if (cell.h < 36) return;
          const size = document.createElement("small");
          size.textContent = bytes(cell.entry[1]);
          node.append(size);
        }

        // What lies in a folder's cell, as decoration two levels deep: the cell itself speaks for it.
        function fill(node, entry, w, h, level) {
          const top = level === 0 ? 34 : 17;
          if (!isFolder(entry) || w < 40 || h < top + 16) return;
          for (const cell of squarify(ordered(entry), { x: 2, y: top, w: w - 6, h: h - top - 4 })) {
            if (cell.w < 3 || cell.h < 3) continue;
            const inner = document.createElement("span");
            inner.className = "cell inner" + (cell.entry[0] === null ? " rest" : "");
            inner.setAttribute("aria-hidden", "true");
            place(inner, cell);
            if (cell.w > 60 && cell.h > 20) {
              const text = document.createElement("b");
              text.textContent = name(cell.entry);
              inner.append(text);
            }
            if (level < 1) fill(inner, cell.entry, cell.w, cell.h, level + 1);
            node.append(inner);
          }
        }

        function drawTrail() {
          element("trail").replaceChildren(...trail.map((entry, depth) => {
            const isHere = depth === trail.length - 1;
            const node = document.createElement(isHere ? "span" : "button");
            node.textContent = name(entry) + (isHere ? "" : " ›");
            if (isHere) node.setAttribute("aria-current", "location");
            else node.onclick = () => { trail.length = depth + 1; draw(true); };
            return node;
          }));
        }

        function drawTable(entry) {
          const table = document.createElement("table");
          const head = table.createTHead().insertRow();
          for (const title of ["name", "size", "files", "also elsewhere"]) {
            const cell = document.createElement("th");
            cell.textContent = title;
            cell.scope = "col";
            if (title !== "name") cell.className = "number";
            head.append(cell);
          }
          const body = table.createTBody();
          for (const below of ordered(entry).slice(0, 200)) {
            const row = body.insertRow();
            const texts = [name(below), bytes(below[1]), whole.format(below[3]), Math.round(100 * share(below)) + " %"];
            texts.forEach((text, column) => {
              const cell = row.insertCell();
              cell.textContent = text;
              cell.className = column ? "number" : "path";
            });
          }
          element("maptable").replaceChildren(table);
        }

        function draw(focus) {
          const here = trail[trail.length - 1], map = element("map");
          map.setAttribute("aria-label", "Map of " + words(here));
          drawTrail();
          drawTable(here);
          const box = { x: 0, y: 0, w: map.clientWidth, h: map.clientHeight };
          map.replaceChildren(...squarify(ordered(here), box).filter(c => c.w > 2 && c.h > 2).map(cell => {
            const opens = isFolder(cell.entry);
            const node = document.createElement(opens ? "button" : "div");
            node.className = "cell" + (cell.entry[0] === null ? " rest" : "");
            node.title = words(cell.entry);
            node.setAttribute("aria-label", words(cell.entry));
            if (opens) node.onclick = () => { trail.push(cell.entry); draw(true); };
            else node.setAttribute("role", "img");
            place(node, cell);
            label(node, cell);
            if (opens) fill(node, cell.entry, cell.w, cell.h, 0);
            return node;
          }));
          if (focus) (map.querySelector("button") ?? element("trail").querySelector("button"))?.focus();
        }

        document.addEventListener("keydown", event => {
          if (event.key === "Escape" && trail.length > 1) { trail.pop(); draw(true); }
        });
        let drawn = "";
        new ResizeObserver(() => {
          const size = element("map").clientWidth + " " + element("map").clientHeight;
          if (size !== drawn) { drawn = size; draw(false); }
        }).observe(element("map"));

        """#
}
