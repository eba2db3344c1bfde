"""Turns ```kubehop fences of MkDocs pages into embeds. In mkdocs.yml: `hooks: [kubehop_hook.py]`."""
import html
import re

FENCE = re.compile(r"^(?P<marks>`{3,}|~{3,})[ ]*kubehop\b(?P<info>[^\n`]*)\n(?P<yaml>.*?)^(?P=marks)[`~]*[ ]*$", re.M | re.S)
OPTION = re.compile(r'([a-z]+)(?:=(?:"([^"]*)"|(\S*)))?')
# What each option can be; the rest is left out.
OPTIONS = {
    "scene": r"(?:https?://|(?![a-zA-Z][\w+.-]*:))[^\s\"'<>`\\{}]+",
    "lesson": r"(?:https?://|(?![a-zA-Z][\w+.-]*:))[^\s\"'<>`\\{}]+",
    "step": r"[a-z0-9-]{1,41}",
    "view": "concept|endpoints|packet-path",
    "theme": "auto|light|dark",
    "lang": r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*",
    "controls": "full|play|none",
    "editable": "|true",
    "autoplay": "|true",
    "height": r"\d{2,4}",
}


def embed(match):
    """One fence as HTML without blank lines, at which Markdown would end it."""
    options = {"height": "420"}
    for name, quoted, plain in OPTION.findall(match["info"]):
        value = quoted or plain
        if re.fullmatch(OPTIONS.get(name, r"(?!)"), value):
            options[name] = value
    yaml = match["yaml"]
    if yaml.strip():
        # A scene in the attribute itself: no text of it can be taken for markup there.
        options["scene"] = yaml
    attributes = "".join(f' {name}="{quote(value)}"' for name, value in options.items())
    style = f'display:block;height:{options["height"]}px;overflow:auto'
    source = f'<pre slot="poster"><code class="language-yaml">{quote(yaml)}</code></pre>' if yaml.strip() else ""
    # In a div, because Markdown does not know that the element is a block.
    return f'<div><kubehop-playground{attributes} style="{style}">{source}</kubehop-playground></div>'


def quote(text):
    """Markdown takes none of its own signs in HTML blocks, but blank lines."""
    return html.escape(text).replace("\n", "&#10;")


def on_page_markdown(markdown, **_):
    """Called by MkDocs for each page."""
    return FENCE.sub(embed, markdown)
