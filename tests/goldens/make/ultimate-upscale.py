"""Makes ultimate-upscale.json: which tiles Ultimate SD Upscale redraws, and how it puts them back.

pip install numpy==2.4.6 pillow==13.0.0
python tests/goldens/make/ultimate-upscale.py

The steps of ComfyUI_UltimateSDUpscale (usdu_patch.py, modules/processing.py, usdu_utils.py) and of the script by Coyote-A
that it calls, written out over Pillow. Encoding, sampling and decoding a tile are replaced by inverting it. The blur has goldens
of its own.
"""

import base64
import json
import math
import pathlib

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

here = pathlib.Path(__file__).parent.parent
coded = lambda image: base64.b64encode(np.asarray(image).tobytes()).decode()
multiple = lambda length: round(length / 8) * 8


def crop_region(mask, pad, size, uniform):
    W, H = mask.size
    x1, y1, x2, y2 = mask.getbbox()
    x1, y1, x2, y2 = max(x1 - pad, 0), max(y1 - pad, 0), min(x2 + pad, W), min(y2 + pad, H)
    x2, y2 = x2 - (x2 < W), y2 - (y2 < H)
    w, h = x2 - x1, y2 - y1
    if uniform:
        ratio = size[0] / size[1]
        target = (w, round(w / ratio)) if w / h > ratio else (round(h * ratio), h)
    else:
        target = size = (math.ceil(w / 8) * 8, math.ceil(h / 8) * 8)

    def widened(low, high, wanted, limit):
        high = min(high + (wanted - (high - low)) // 2, limit)
        low = max(low - (wanted - (high - low)), 0)
        return low, min(high + (wanted - (high - low)), limit)

    (x1, x2), (y1, y2) = widened(x1, x2, target[0], W), widened(y1, y2, target[1], H)
    return (x1, y1, x2, y2), size


def process(images, tiles):
    """Redraws tiles that are one batch: (mask, padding, size, blur, uniform)."""
    ready = []
    for mask, pad, size, blur, uniform in tiles:
        region, size = crop_region(mask, pad, size, uniform)
        if blur > 0:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        ready.append((mask, region, size, [image.crop(region) for image in images]))
    for mask, region, size, cut in ready:
        done.append({"region": region, "size": size})
        for i, tile in enumerate(cut):
            original = tile.size
            if tile.size != size:
                tile = tile.resize(size, Image.Resampling.LANCZOS)
            tile = ImageOps.invert(tile)
            if tile.size != original:
                tile = tile.resize(original, Image.Resampling.LANCZOS)
            only = Image.new("RGBA", images[i].size)
            only.paste(tile, region[:2])
            temp = only.copy()
            temp.putalpha(mask)
            only.paste(temp, only)
            result = images[i].convert("RGBA")
            result.alpha_composite(only)
            images[i] = result.convert("RGB")


def upscale(images, mode, tile, blur, padding, seams, width, seam_blur, seam_padding, uniform, batch=1):
    W, H = images[0].size
    tw, th = tile
    rows, cols = math.ceil(H / th), math.ceil(W / tw)
    black = lambda: Image.new("L", (W, H), "black")

    def rectangle(x, y):
        mask = black()
        ImageDraw.Draw(mask).rectangle((x * tw, y * th, x * tw + tw, y * th + th), fill="white")
        return mask, padding, (multiple(tw + padding), multiple(th + padding)), blur, uniform

    places = [(x, y) for y in range(rows) for x in range(cols)]
    light = [p for p in places if (p[0] + p[1]) % 2 == 0]
    dark = [p for p in places if (p[0] + p[1]) % 2]
    for part in {"Linear": [places], "Chess": [light, dark], "None": []}[mode]:
        for first in range(0, len(part), batch):
            process(images, [rectangle(*place) for place in part[first : first + batch]])

    gradient = Image.linear_gradient("L")
    soft = lambda turn, size: gradient.rotate(turn).resize(size, resample=Image.BICUBIC)

    def seam(picture, at, size=tile, pad=seam_padding, blur=seam_blur):
        mask = black()
        mask.paste(picture, at)
        process(images, [(mask, pad, size, blur, uniform)])

    if seams.startswith("Half Tile"):
        row, col = Image.new("L", tile, "black"), Image.new("L", tile, "black")
        row.paste(soft(0, (tw, th // 2)), (0, 0))
        row.paste(soft(180, (tw, th // 2)), (0, th // 2))
        col.paste(soft(90, (tw // 2, th)), (0, 0))
        col.paste(soft(270, (tw // 2, th)), (tw // 2, 0))
        for y in range(rows - 1):
            for x in range(cols):
                seam(row, (x * tw, y * th + th // 2))
        for y in range(rows):
            for x in range(cols - 1):
                seam(col, (x * tw + tw // 2, y * th))
    if seams == "Half Tile + Intersections":
        round_one = ImageOps.invert(Image.radial_gradient("L").resize(tile, resample=Image.BICUBIC))
        for y in range(rows - 1):
            for x in range(cols - 1):
                seam(round_one, (x * tw + tw // 2, y * th + th // 2), pad=0)
    if seams == "Band Pass":
        mirror = Image.new("L", (256, 256), "black")
        mirror.paste(soft(0, (256, 128)), (0, 0))
        mirror.paste(soft(180, (256, 128)), (0, 128))
        row = mirror.resize((W, width), resample=Image.BICUBIC)
        col = mirror.rotate(90).resize((width, H), resample=Image.BICUBIC)
        for x in range(1, cols):
            seam(col, (x * tw - width // 2, 0), (width + seam_padding * 2, H), blur=0)
        for y in range(1, rows):
            seam(row, (0, y * th - width // 2), (W, width + seam_padding * 2), blur=0)
    return images


rng = np.random.default_rng(5)
small = Image.fromarray(rng.integers(0, 256, (7, 9, 3), dtype=np.uint8))
picture = small.resize((72, 56), resample=Image.BICUBIC)
cases = []
for mode, tile, blur, padding, seams, uniform, batch in (
    ("Linear", (32, 24), 2, 8, "None", True, 1),
    ("Chess", (32, 24), 3, 8, "None", False, 1),
    ("Chess", (32, 32), 0, 16, "None", True, 2),
    ("None", (32, 24), 2, 8, "Half Tile", True, 1),
    ("None", (24, 24), 2, 8, "Half Tile + Intersections", False, 1),
    ("Linear", (40, 32), 4, 8, "Band Pass", True, 1),
    ("Linear", (128, 128), 4, 32, "Half Tile", True, 1),
):
    done = []
    settings = {"mode": mode, "tile": tile, "blur": blur, "padding": padding, "seams": seams, "uniform": uniform, "batch": batch}
    seam = {"width": 16, "seam_blur": 2, "seam_padding": 8}
    [out] = upscale([picture.copy()], **settings, **seam)
    cases.append({**settings, **seam, "tiles": done, "out": coded(out)})

grey = Image.fromarray(rng.integers(0, 256, (9, 21), dtype=np.uint8))
blurs = [{"radius": r, "out": coded(grey.filter(ImageFilter.GaussianBlur(r)))} for r in (0.5, 1, 2, 3.7, 8, 64)]
golden = {
    "picture": {"width": 72, "height": 56, "bytes": coded(picture)},
    "cases": cases,
    "blur": {"width": 21, "height": 9, "bytes": coded(grey), "cases": blurs},
}
(here / "ultimate-upscale.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
