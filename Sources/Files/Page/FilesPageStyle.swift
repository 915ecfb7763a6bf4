extension FilesPage {
    /// What the page of a scan adds to the style of all pages.
    static let style = """

        main { max-width: 78rem; }
        main > * { min-width: 0; }
        .name { flex: 1; min-width: 0; }
        .state {
          font-size: .8rem; padding: .2rem .7rem; border-radius: 1rem; white-space: nowrap;
          background: var(--deep-soft); color: var(--deep);
        }
        .state.away { background: var(--warm-soft); color: var(--warm); }
        .warm { color: var(--warm); }
        .figures {
          padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr));
          gap: 1px; background: var(--rule); overflow: hidden;
        }
        .figures div { background: var(--sheet); padding: 1.1rem 1.25rem; }
        .big { font-size: 1.7rem; font-weight: 600; letter-spacing: -.02em; line-height: 1.3; }
        section > h2 { margin-bottom: .6rem; }
        section > h2 .quiet { margin-left: .5rem; font-weight: 400; }
        .maphead { display: flex; justify-content: space-between; align-items: center; gap: 1rem; flex-wrap: wrap; }
        .legend { display: flex; align-items: center; gap: .5rem; }
        .scale {
          width: 7rem; height: .6rem; border-radius: .3rem;
          background: linear-gradient(to right in oklab, var(--cool), var(--hot));
        }
        :root { --cool: #7fb5ae; --hot: #e08a2c; --cell-ink: #16211f; --frame: #ffffff; }
        @media (prefers-color-scheme: dark) {
          :root { --cool: #2a5f5a; --hot: #c9791f; --cell-ink: #f3f1ec; --frame: #1b1d20; }
        }
        .trail { display: flex; flex-wrap: wrap; gap: .1rem .25rem; margin: .5rem 0; font-size: .9rem; }
        .trail button, .trail span { padding: .1rem .35rem; border-radius: .3rem; overflow-wrap: anywhere; }
        .trail button {
          border: 0; background: none; color: var(--deep); font: inherit; cursor: pointer; text-align: left;
        }
        .trail button:hover { background: var(--deep-soft); }
        .trail span { font-weight: 600; }
        .treemap {
          position: relative; width: 100%; height: clamp(20rem, 60vh, 40rem); overflow: hidden;
          border-radius: .5rem; background: var(--ground);
        }
        .cell {
          position: absolute; overflow: hidden; border: 1px solid var(--frame); border-radius: 3px;
          color: var(--cell-ink); font-family: inherit; font-size: 12px; text-align: left; padding: 0;
          background: color-mix(in oklab, var(--hot) calc(var(--share) * 100%), var(--cool));
        }
        .cell > b, .cell > small {
          position: absolute; left: 5px; right: 4px; white-space: nowrap; overflow: hidden;
          text-overflow: ellipsis; pointer-events: none; font-size: 12px; line-height: 1.25;
        }
        .cell > b { top: 3px; font-weight: 600; }
        .cell > small { top: 18px; opacity: .8; font-size: 11px; }
        .cell.rest {
          background-image: repeating-linear-gradient(45deg, transparent 0 5px, #8883 5px 6px);
        }
        button.cell { cursor: zoom-in; }
        button.cell:hover, button.cell:focus-visible { filter: brightness(1.08) saturate(1.1); z-index: 2; }
        button.cell:focus-visible { outline: 3px solid var(--ink); outline-offset: -3px; }
        .inner { border-width: 0 1px 1px 0; border-color: color-mix(in srgb, var(--frame) 70%, transparent); }
        .inner { border-radius: 2px; pointer-events: none; }
        #maphint { margin: .6rem 0 .2rem; }
        details summary { cursor: pointer; color: var(--quiet); font-size: .87rem; }
        details[open] summary { margin-bottom: .5rem; }
        .wide { overflow-x: auto; }
        .tall { max-height: 36rem; overflow-y: auto; }
        .tall thead th { position: sticky; top: 0; background: var(--sheet); box-shadow: 0 1px 0 var(--rule); }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; }
        thead th { color: var(--quiet); font-weight: 500; font-size: .8rem; border-bottom: 1px solid var(--rule); }
        tbody tr + tr:not(.bars) > * { border-top: 1px solid var(--rule); }
        .slim tbody tr + tr > * { border-top: 0 !important; }
        .slim th, .slim td { padding: .2rem .5rem .1rem 0; font-weight: 400; white-space: nowrap; }
        .number { text-align: right !important; white-space: nowrap; }
        .path, .paths { overflow-wrap: anywhere; min-width: 16rem; }
        .path .quiet { display: block; }
        .paths { list-style: none; padding: 0; }
        .bars td { padding: 0 0 .45rem; }
        .bars span { display: block; height: 5px; min-width: 2px; border-radius: 3px; background: var(--cool); overflow: hidden; }
        .bars i { display: block; height: 100%; background: var(--hot); margin-left: auto; }
        .three { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); }
        tr.here td { font-weight: 600; }
        @media print { .treemap { height: 30rem; } #maphint, details { display: none; } .tall { max-height: none; } }

        """
}
