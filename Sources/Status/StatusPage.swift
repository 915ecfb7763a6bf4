import Pages

/// The page for a browser: one document with its style and script inside, which asks `/status` twice
/// a second and draws what it says. Nothing else is loaded, and text is only ever set as text.
enum StatusPage {
    /// The whole document.
    static let html = Page(title: "Tieout", style: style, body: body, script: script).html

    private static let body = """
        <header>
          \(PageStyle.mark)
          <h1 id="run">Tieout</h1>
          <p id="state" class="state" role="status">connecting</p>
        </header>

        <section class="now" aria-label="Present stage">
          <div class="headline">
            <p><span id="stage" class="stage">starting</span> <span id="pace" class="quiet"></span></p>
            <p class="right"><span id="percent" class="percent"></span>
              <span id="left" class="quiet"></span></p>
          </div>
          <div id="bar" class="bar" role="progressbar" aria-label="Stage" aria-valuemin="0" \
        aria-valuemax="100"><div id="fill"></div></div>
          <ol id="stages" class="stages" aria-label="Stages"></ol>
        </section>

        <section class="figures" aria-label="Counts">
          <div><h2>Records</h2><p id="records" class="big">0</p><p id="records-note" class="quiet"></p></div>
          <div><h2>Candidate pairs</h2>
            <p id="pairs" class="big">0</p><p id="pairs-note" class="quiet"></p></div>
          <div><h2>Matches</h2><p id="matches" class="big">0</p><p id="matches-note" class="quiet"></p></div>
          <div><h2>Memory</h2><p id="memory" class="big">0</p><p id="memory-note" class="quiet"></p></div>
        </section>

        <section class="chart" aria-label="Throughput">
          <h2><span id="chart-name">Throughput</span> <span id="chart-value" class="quiet"></span></h2>
          <svg id="chart" viewBox="0 0 240 48" preserveAspectRatio="none" aria-hidden="true">\
        <path id="area"/><path id="line"/></svg>
        </section>

        <section id="warnings" class="warnings" hidden><h2>Warnings</h2><ul id="warning-list"></ul></section>

        <footer class="quiet"><span id="elapsed"></span>
          <nav><a href="status">JSON</a> <a href="metrics">Metrics</a> <a href="health">Health</a></nav>
        </footer>
        """
}
