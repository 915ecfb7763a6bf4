extension StatusPage {
    /// The page's style sheet. Light or dark as the reader's system has it.
    static let style = """

        :root {
          --ground: #f6f5f2; --sheet: #ffffff; --ink: #1c1b19; --quiet: #6d6a64; --rule: #e4e1da;
          --deep: #0f766e; --deep-soft: #0f766e1f; --warm: #b45309; --warm-soft: #b453091a;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #131416; --sheet: #1b1d20; --ink: #eceae5; --quiet: #9a968e; --rule: #2d3034;
            --deep: #4fd1c0; --deep-soft: #4fd1c024; --warm: #f0b25a; --warm-soft: #f0b25a1f;
          }
        }
        * { box-sizing: border-box; margin: 0; }
        body {
          background: var(--ground); color: var(--ink); line-height: 1.45;
          font: 15px/1.45 ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
          font-variant-numeric: tabular-nums;
        }
        main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 2rem; display: grid; gap: 1rem; }
        header { display: flex; align-items: center; gap: .75rem; margin-bottom: .5rem; }
        .mark { width: 2.2rem; height: 2.2rem; fill: none; stroke-width: 3.5; flex: none; }
        .mark circle:first-child { stroke: var(--deep); }
        .mark circle:last-child { stroke: var(--warm); }
        h1 { font-size: 1.2rem; font-weight: 600; overflow-wrap: anywhere; flex: 1; }
        h2 { font-size: .8rem; font-weight: 500; color: var(--quiet); }
        .quiet { color: var(--quiet); font-size: .87rem; min-height: 1.3em; white-space: pre-line; }
        .state {
          font-size: .8rem; padding: .2rem .7rem; border-radius: 1rem; white-space: nowrap;
          background: var(--deep-soft); color: var(--deep);
        }
        .state.away { background: var(--warm-soft); color: var(--warm); }
        section {
          background: var(--sheet); border: 1px solid var(--rule); border-radius: .75rem; padding: 1.25rem;
        }
        .headline { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; }
        .headline p { display: flex; align-items: baseline; gap: .6rem; flex-wrap: wrap; }
        .headline .right { justify-content: flex-end; text-align: right; }
        .stage { font-size: 1.75rem; font-weight: 600; letter-spacing: -.01em; }
        .stage::first-letter { text-transform: uppercase; }
        .stage { display: inline-block; }
        .percent { font-size: 1.75rem; font-weight: 300; }
        .bar {
          height: .6rem; border-radius: .3rem; background: var(--deep-soft); overflow: hidden;
          margin: .8rem 0 1.4rem;
        }
        .bar div {
          height: 100%; width: 0; border-radius: inherit; background: var(--deep);
          transition: width .5s linear;
        }
        .bar.unknown div {
          width: 30%; transition: none; animation: sweep 1.8s ease-in-out infinite alternate;
        }
        @keyframes sweep { from { margin-left: 0; } to { margin-left: 70%; } }
        .stages {
          list-style: none; padding: 0; display: grid; gap: .4rem;
          grid-auto-flow: column; grid-auto-columns: 1fr;
        }
        .stages li {
          border-top: 3px solid var(--rule); padding-top: .4rem; font-size: .8rem; color: var(--quiet);
        }
        .stages li b { display: block; font-weight: 500; overflow: hidden; text-overflow: ellipsis; }
        .stages li.done { border-color: var(--deep); }
        .stages li.done b, .stages li.active b { color: var(--ink); }
        .stages li.active { border-color: var(--warm); }
        .figures {
          padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
          gap: 1px; background: var(--rule); overflow: hidden;
        }
        .figures div { background: var(--sheet); padding: 1.1rem 1.25rem; }
        .big { font-size: 1.7rem; font-weight: 600; letter-spacing: -.02em; line-height: 1.3; }
        .chart h2 { display: flex; justify-content: space-between; margin-bottom: .6rem; }
        .chart svg { display: block; width: 100%; height: 6rem; }
        #line { fill: none; stroke: var(--deep); stroke-width: 2; vector-effect: non-scaling-stroke; }
        #area { fill: var(--deep-soft); }
        .warnings { border-color: var(--warm); }
        .warnings h2 { color: var(--warm); }
        .warnings ul { padding-left: 1.1rem; margin-top: .4rem; overflow-wrap: anywhere; }
        footer { display: flex; justify-content: space-between; padding: .25rem; }
        footer nav { display: flex; gap: 1rem; }
        a { color: inherit; text-underline-offset: .2em; }
        a:hover { color: var(--ink); }
        :focus-visible { outline: 2px solid var(--deep); outline-offset: 2px; border-radius: 2px; }
        @media (max-width: 44rem) {
          .stages { grid-auto-flow: row; grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr)); }
          .stage, .percent { font-size: 1.4rem; }
        }
        @media (prefers-reduced-motion: reduce) { .bar div { transition: none; animation: none !important; } }

        """
}
