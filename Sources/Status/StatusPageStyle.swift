extension StatusPage {
    /// What the status page's style sheet adds to that of all pages.
    static let style = """

        .state {
          font-size: .8rem; padding: .2rem .7rem; border-radius: 1rem; white-space: nowrap;
          background: var(--deep-soft); color: var(--deep);
        }
        .state.away { background: var(--warm-soft); color: var(--warm); }
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
        @media (max-width: 44rem) {
          .stages { grid-auto-flow: row; grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr)); }
          .stage, .percent { font-size: 1.4rem; }
        }
        @media (prefers-reduced-motion: reduce) { .bar div { transition: none; animation: none !important; } }

        """
}
