extension StatusPage {
    /// The page's script: asks, draws, asks again.
    static let script = #"""

        "use strict";
        const order = ["reading", "planning", "blocking", "scoring", "training", "resolving", "storing"];
        const element = id => document.getElementById(id);
        const say = (id, text) => {
          if (element(id).textContent !== text) element(id).textContent = text;
        };
        const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
        const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

        function bytes(count) {
          const units = ["B", "kB", "MB", "GB", "TB"];
          let unit = 0;
          while (count >= 999.5 && unit < units.length - 1) { count /= 1000; unit += 1; }
          return (count < 10 && unit > 0 ? count.toFixed(1) : Math.round(count)) + " " + units[unit];
        }

        function time(seconds) {
          if (seconds < 9.95) return seconds.toFixed(1) + " s";
          const all = Math.round(seconds);
          const hours = Math.floor(all / 3600), minutes = Math.floor(all / 60) % 60, rest = all % 60;
          if (hours) return hours + " h " + minutes + " min";
          return minutes ? minutes + " min " + rest + " s" : rest + " s";
        }

        const rate = (work, unit) => work.per_second ? short.format(work.per_second) + " " + unit + "/s" : "";
        const parts = (...texts) => texts.filter(text => text).join("\n");

        function drawStage(now) {
          const progress = now.progress, known = progress.fraction !== null;
          say("stage", now.stage);
          say("percent", known && !now.finished ? Math.floor(progress.fraction * 100) + " %" : "");
          const left = progress.stage_seconds_left;
          say("left", left === null || now.finished ? "" : "about " + time(left) + " left");
          say("pace", now.finished ? "in " + time(now.seconds) : time(progress.stage_seconds));
          element("bar").classList.toggle("unknown", !known);
          element("fill").style.width = known ? 100 * progress.fraction + "%" : "";
          if (known) element("bar").setAttribute("aria-valuenow", Math.floor(progress.fraction * 100));
          else element("bar").removeAttribute("aria-valuenow");
        }

        function drawStages(now) {
          const taken = new Map();
          for (const s of now.stages) taken.set(s.stage, (taken.get(s.stage) ?? 0) + s.seconds);
          const items = order.map(name => {
            const item = document.createElement("li"), label = document.createElement("b");
            label.textContent = name;
            const active = name === now.stage;
            item.className = active ? "active" : taken.has(name) ? "done" : "";
            if (active) item.setAttribute("aria-current", "step");
            const seconds = (taken.get(name) ?? 0) + (active ? now.progress.stage_seconds : 0);
            item.append(label, active || taken.has(name) ? time(seconds) : "–");
            return item;
          });
          element("stages").replaceChildren(...items);
        }

        function drawFigures(now) {
          const left = (work, word) => work.left ? "about " + short.format(work.left) + " " + word : "";
          say("records", whole.format(now.records.done));
          say("records-note", parts(bytes(now.bytes.done), left(now.records, "to do"),
            now.records.rejected ? whole.format(now.records.rejected) + " rejected" : ""));
          say("pairs", whole.format(now.pairs.done));
          say("pairs-note", parts(rate(now.pairs, "pairs"), left(now.pairs, "to do")));
          say("matches", whole.format(now.pairs.matched));
          say("matches-note", now.pairs.in_review ? whole.format(now.pairs.in_review) + " to review" : "");
          const process = now.process;
          say("memory", bytes(process.resident_bytes));
          say("memory-note",
            parts("peak " + bytes(process.peak_resident_bytes), "CPU time " + time(process.cpu_seconds)));
        }

        // Throughput between two answers; it starts anew with every stage, which counts in other units.
        let last = null, points = [];
        function drawChart(now) {
          const progress = now.progress;
          if (last && last.stage !== now.stage) points = [];
          if (last && last.stage === now.stage && now.seconds > last.seconds) {
            points.push(Math.max(0, progress.done - last.progress.done) / (now.seconds - last.seconds));
            points = points.slice(-120);
          }
          last = now;
          const unit = " " + progress.unit + "/s";
          const latest = points[points.length - 1];
          say("chart-name", now.finished ? "Throughput" : "Throughput, " + now.stage);
          const pace = value => progress.unit === "bytes" ? bytes(value) + "/s" : short.format(value) + unit;
          say("chart-value", latest ? pace(latest) : "");
          const top = Math.max(...points, 1), step = 240 / Math.max(points.length - 1, 1);
          const place = (value, i) => (i * step).toFixed(1) + " " + (46 - 42 * value / top).toFixed(1);
          const path = "M" + points.map(place).join("L");
          const drawn = points.length > 1;
          element("line").setAttribute("d", drawn ? path : "M0 46L240 46");
          element("area").setAttribute("d", drawn ? path + "L240 48L0 48Z" : "");
        }

        function drawWarnings(now) {
          element("warnings").hidden = now.warnings.length === 0;
          element("warning-list").replaceChildren(...now.warnings.map(sentence => {
            const item = document.createElement("li");
            item.textContent = sentence;
            return item;
          }));
        }

        function draw(now) {
          say("run", now.run);
          document.title = (now.progress.fraction === null || now.finished ? now.stage
            : Math.floor(now.progress.fraction * 100) + " % " + now.stage) + " – Tieout";
          drawStage(now); drawStages(now); drawFigures(now); drawChart(now); drawWarnings(now);
          say("elapsed", (now.finished ? "Ran for " : "Running for ") + time(now.seconds));
          state(now.finished ? "finished" : "running", false);
        }

        function state(text, away) {
          say("state", text);
          element("state").classList.toggle("away", away);
        }

        let misses = 0;
        async function ask() {
          try {
            const answer = await fetch("status", { cache: "no-store", signal: AbortSignal.timeout(3000) });
            if (!answer.ok) throw new Error(answer.status);
            draw(await answer.json());
            misses = 0;
          } catch {
            misses += 1;
            // The endpoint lives as long as its run.
            if (misses > 1) {
              state(last ? "the run has ended" : "no answer", true);
              element("bar").classList.remove("unknown");
            }
          }
          setTimeout(ask, misses > 4 ? 3000 : 500);
        }
        ask();

        """#
}
