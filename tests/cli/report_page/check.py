"""The page of `hapax simulate --report` in a real browser: check.py HAPAX SAMPLES

Makes pages of several runs and looks at each in four ways: wide and narrow, light and dark. Fails where the console
complains, something is asked for over the network, a plot is empty, the page is wider than the window, or text is hard to
read. Ends with 77 (skipped) where there is no Chromium.
"""

import os
import subprocess
import sys
import tempfile

import chromium

LOOKS = [(1280, 900, False), (1280, 900, True), (400, 800, False), (400, 800, True)]

PLOTS = """[...document.querySelectorAll('.chart canvas')].map(canvas => {
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] > 200) colours.add(pixels.slice(i, i + 3).join());
  return {colours: colours.size, width: canvas.clientWidth};
})"""

# Text whose contrast with what lies behind it is below 4.5 (WCAG 2.1, level AA).
FAINT_TEXT = """(() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const beneath = (node, svg) => {
    const box = node.closest('.node') && node.closest('.node').querySelector('path, polygon');
    return box ? parse(getComputedStyle(box).fill) : behind(svg.parentElement);
  };
  const found = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
    if (!own || node.closest('script, noscript, [hidden], .unseen, .skip, button:disabled') || !node.getClientRects().length) continue;
    const svg = node.closest('svg');
    const style = getComputedStyle(node);
    const [a, b] = [light(parse(svg ? style.fill : style.color)), light(svg ? beneath(node, svg) : behind(node))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.push(`${contrast.toFixed(1)} ${node.textContent.trim().slice(0, 40)}`);
  }
  return found;
})()"""

HOSTILE = "<img src=x onerror=hacked=1>"


class Checks:
    def __init__(self, page):
        self.page = page
        self.failed = 0
        self.where = ""

    def expect(self, right, what):
        if not right:
            self.failed += 1
            print(f"{self.where}: {what}")

    def equal(self, found, wanted, what):
        self.expect(found == wanted, f"{what}: {found!r}, not {wanted!r}")

    def quiet(self, path):
        self.equal(sorted(set(text.split("\n")[0] for text in self.page.complaints())), [], "the console complains")
        others = [url for url in self.page.requests() if url not in ("file://" + path, "data:,")]
        self.equal(others, [], "the page asks for something")

    def drawn(self, least):
        plots = self.page.run(PLOTS)
        self.expect(len(plots) >= least, f"{len(plots)} plots, fewer than {least}")
        for plot in plots:
            self.expect(plot["colours"] >= 3 and plot["width"] >= 200, f"a plot is empty: {plot}")

    def readable(self, width):
        self.expect(self.page.run("document.documentElement.scrollWidth") <= width, "the page is wider than the window")
        self.equal(self.page.run(FAINT_TEXT), [], "text is hard to read")


def every_look(checks, name, path, plots):
    for width, height, dark in LOOKS:
        checks.where = f"{name}, {width} pixels, {'dark' if dark else 'light'}"
        checks.page.look(width, height, dark)
        checks.page.open(path)
        checks.drawn(plots)
        checks.readable(width)
        background = checks.page.run("getComputedStyle(document.documentElement).backgroundColor")
        checks.equal(background == "rgb(17, 21, 27)", dark, "dark appearance")
        checks.quiet(path)


def every_scope(checks, path):
    """All traffic, each frontend and each backend."""
    checks.page.open(path)
    for choice in range(checks.page.run("document.querySelectorAll('#scope option').length")):
        checks.page.run(f"""(() => {{ const scope = document.getElementById('scope'); scope.value = {choice};
                            scope.dispatchEvent(new Event('change')); }})()""")
        checks.page.settle()
        checks.where = "plots of " + checks.page.run("document.getElementById('scope').selectedOptions[0].label")
        drawn = checks.page.run("document.querySelectorAll('.chart canvas').length")
        said = checks.page.run("document.querySelectorAll('.chart .empty').length")
        checks.expect(drawn + said >= 3, f"{drawn} plots, {said} sentences")
        checks.drawn(0)
    checks.quiet(path)


def by_keyboard(checks, path):
    checks.where = "by keyboard"
    page = checks.page
    page.look(1280, 900, False)
    page.open(path)
    page.run("document.querySelector('.plot').focus()")
    page.press("ArrowRight")
    first = page.run("document.getElementById('reading').textContent")
    checks.expect("went well" in first, f"the first value is not read out: {first!r}")
    page.press("ArrowRight")
    checks.expect(page.run("document.getElementById('reading').textContent") != first, "the second value is the first")
    page.run("document.querySelector('.chart .values summary').click()")
    page.settle()
    checks.expect(page.run("document.querySelectorAll('.chart .values tbody tr').length") > 2, "no values in the table")
    page.run("[...document.querySelectorAll('#tables thead button')].find(b => b.textContent === 'requests').click()")
    checks.equal(page.run("document.querySelector('#tables [aria-sort=descending]').textContent"), "requests", "sorted by")
    unnamed = page.run("""[...document.querySelectorAll('button, input, select, [tabindex="0"]')].filter(node =>
        !node.textContent.trim() && !node.getAttribute('aria-label') && !node.closest('label')).length""")
    checks.equal(unnamed, 0, "controls without a name")
    checks.quiet(path)


def on_paper(checks, path):
    """Paper is light, whatever the screen was, and nothing is cut off."""
    checks.where = "on paper"
    page = checks.page
    page.look(740, 1000, True)
    page.open(path)
    page.call("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    page.run("dispatchEvent(new Event('beforeprint'))")
    page.settle()
    checks.drawn(4)
    checks.readable(740)
    checks.equal(page.run("getComputedStyle(document.querySelector('.tile')).backgroundColor"), "rgb(255, 255, 255)", "paper")
    page.call("Emulation.setEmulatedMedia", media="")
    checks.quiet(path)


def rows_by_keyboard(checks, path):
    """Of a backend with hundreds of servers, each can be read."""
    checks.where = "rows by keyboard"
    page = checks.page
    page.run("[...document.querySelectorAll('.chart.wide .plot')][0].focus()")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        page.press(key)
    checks.expect(page.run("document.getElementById('reading').textContent").startswith("web002 at "), "the third row is not read")
    checks.quiet(path)


def zoomed(checks, path):
    """A drag across one plot shows that time in all of them; the button shows the whole run again."""
    checks.where = "zoomed"
    page = checks.page
    page.open(path)
    page.run("document.querySelector('.u-over').scrollIntoView({block: 'center', behavior: 'instant'})")
    page.settle()
    box = page.run("(() => { const b = document.querySelector('.u-over').getBoundingClientRect(); return [b.x, b.y, b.width]; })()")
    for kind, share in (("mousePressed", 0.2), ("mouseMoved", 0.4), ("mouseMoved", 0.5), ("mouseReleased", 0.5)):
        page.call("Input.dispatchMouseEvent", type=kind, x=box[0] + share * box[2], y=box[1] + 40, button="left",
                  buttons=1, clickCount=1)
    page.settle()
    checks.equal(page.run("document.getElementById('whole-run').hidden"), False, "the button for the whole run is hidden")
    page.run("document.getElementById('whole-run').click()")
    page.settle()
    checks.equal(page.run("document.getElementById('whole-run').hidden"), True, "the button for the whole run is hidden")
    checks.drawn(1)
    checks.quiet(path)


def says(checks, name, path, words):
    checks.where = name
    text = checks.page.run("document.body.innerText")
    for word in words:
        checks.expect(word in text, f"'{word}' is not on the page")


def only_text(checks, path):
    checks.where = "hostile names"
    page = checks.page
    checks.equal(page.run("typeof hacked"), "undefined", "a name was carried out")
    checks.equal(page.run("document.querySelectorAll('img, iframe, object, a[href^=javascript]').length"), 0, "elements from names")
    checks.equal(page.run("document.querySelectorAll('script').length"), 3, "scripts")
    checks.expect(page.run("document.querySelector('h1').textContent").endswith(HOSTILE + ".cfg"), "the name is not shown as text")


CROWD = """
defaults
    mode http
    timeout connect 1s
    timeout client 5s
    timeout server 5s
    timeout queue 200ms
frontend www
    bind :80
    default_backend farm
backend farm
    balance roundrobin
""" + "".join(f"    server web{i:03} 192.0.2.1:{1000 + i} maxconn 2\n" for i in range(300))

CROWD_LOAD = """
workload: {frontend: www, duration: 20, arrivals: {poisson: {rate: 2000}}}
service: [{server: "*", time: {exponential: {mean_ms: 60}}}]
"""

NAMES = f"""
defaults
    mode http
    timeout connect 1s
    timeout client 5s
    timeout server 5s
frontend www
    bind :80
    bind "/tmp/--><img src=x onerror=hacked=1>"
    http-request deny if {{ path_beg "</svg><script>hacked=1</script>" }}
    http-request set-header X-Evil "{HOSTILE}"
    use_backend web if {{ req.hdr(x) "]]><svg onload=hacked=1>" }}
    default_backend web
backend web
    server s1 192.0.2.1:80
"""


class Runs:
    """Pages of runs, each in a folder of its own."""

    def __init__(self, hapax, folder):
        self._hapax = hapax
        self._folder = folder

    def file(self, name, text):
        path = os.path.join(self._folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def page(self, name, *words):
        out = os.path.join(self._folder, name + ".html")
        subprocess.run([self._hapax, "simulate", *words, "--report", out], check=True, stdout=subprocess.DEVNULL)
        return out


def check(page, runs, samples):
    checks = Checks(page)
    shop = runs.page("shop", samples + "/shop/haproxy.cfg", "--trace", samples + "/shop/access.log")
    every_look(checks, "the shop", shop, 5)
    says(checks, "the shop", shop, ["By which rule", "haproxy.cfg:46", "Most refused clients", "127.0.8.1", "1,243"])
    every_scope(checks, shop)
    by_keyboard(checks, shop)
    zoomed(checks, shop)
    on_paper(checks, shop)

    crowd = runs.page("crowd", runs.file("crowd.cfg", CROWD), "--workload", runs.file("crowd.yaml", CROWD_LOAD))
    every_look(checks, "300 servers", crowd, 4)
    every_scope(checks, crowd)
    says(checks, "300 servers", crowd, ["Show all 300"])
    rows_by_keyboard(checks, crowd)

    names = runs.file(HOSTILE + ".cfg", NAMES)
    trace = runs.file(HOSTILE + ".jsonl", '{"t":0,"path":"/<b>"}\n{"t":1,"path":"/</svg><script>hacked=1</script>"}\n')
    every_look(checks, "hostile names", runs.page("names", names, "--trace", trace), 1)
    only_text(checks, names)

    nothing = runs.page("nothing", names, "--trace", runs.file("nothing.jsonl", ""))
    every_look(checks, "no traffic", nothing, 0)
    says(checks, "no traffic", nothing, ["There was no traffic", "No rule turned anyone away"])
    return checks.failed


def main():
    hapax, samples = sys.argv[1:]
    path = chromium.find()
    if not path:
        print("there is no chromium here to look at the page with; tools/install-deps --test installs it")
        return 77
    with tempfile.TemporaryDirectory(prefix="hapax-page-") as folder, chromium.Chromium(path) as browser:
        failed = check(browser.page(), Runs(hapax, folder), samples)
    print(f"{failed} checks failed" if failed else "every check passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
