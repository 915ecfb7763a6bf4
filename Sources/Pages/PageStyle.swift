/// What all pages look like: colours, light or dark as the reader's system has it; letters; sheets.
public enum PageStyle {
    /// The common part of every page's style sheet.
    public static let common = """

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
        section {
          background: var(--sheet); border: 1px solid var(--rule); border-radius: .75rem; padding: 1.25rem;
        }
        footer { display: flex; justify-content: space-between; padding: .25rem; }
        footer nav { display: flex; gap: 1rem; }
        a { color: inherit; text-underline-offset: .2em; }
        a:hover { color: var(--ink); }
        :focus-visible { outline: 2px solid var(--deep); outline-offset: 2px; border-radius: 2px; }

        """

    /// Two rings that overlap, as two sources do: the icon, as the text of a `data:image/svg+xml` address.
    public static let icon =
        "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32' fill='none' stroke-width='4'%3E"
        + "%3Ccircle cx='12' cy='16' r='8' stroke='%230f766e'/%3E"
        + "%3Ccircle cx='20' cy='16' r='8' stroke='%23d97706'/%3E%3C/svg%3E"

    /// The same as a drawing in the page, beside its title.
    public static let mark =
        "<svg class=\"mark\" viewBox=\"0 0 32 32\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"16\" r=\"8\"/>"
        + "<circle cx=\"20\" cy=\"16\" r=\"8\"/></svg>"
}
