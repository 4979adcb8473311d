"""Makes pictures/: small files of every kind that Load Image reads, and their pixels as Pillow reads them.

pip install pillow==13.0.0 numpy safetensors && python tests/goldens/make/pictures.py

Each array is [frames, H, W, 3 or 4], 0…255: ComfyUI's Load Image converts every frame to RGB and takes alpha apart.
"""

import pathlib

import numpy as np
from PIL import Image, ImageSequence
from safetensors.numpy import save_file

folder = pathlib.Path(__file__).parent.parent / "pictures"
folder.mkdir(exist_ok=True)
rng = np.random.default_rng(1)
pixels = rng.integers(0, 256, (5, 7, 4)).astype(np.uint8)
rgb = Image.fromarray(pixels[..., :3], "RGB")
smooth = Image.linear_gradient("L").resize((8, 8))

Image.merge("CMYK", [smooth, smooth.rotate(90), smooth.rotate(180), smooth.point(lambda v: v // 3)]).save(
    folder / "cmyk.jpg", quality=95
)
rgb.save(folder / "rgb.bmp")
Image.fromarray(pixels, "RGBA").save(folder / "rgba.bmp")
rgb.quantize(5).save(folder / "palette.bmp")
rgb.convert("1").save(folder / "bits.bmp")
pages = [Image.fromarray(np.roll(pixels[..., :3], i, 1), "RGB") for i in range(3)]
pages[0].save(folder / "pages.tif", save_all=True, append_images=[pages[1], pages[2], rgb.resize((3, 3))])


def frame(size, at, color):
    canvas = Image.new("RGBA", (6, 4), (0, 0, 0, 0))
    canvas.paste(Image.new("RGBA", size, color), at)
    return canvas


frames = [
    Image.new("RGBA", (6, 4), (200, 30, 60, 255)),
    frame((3, 2), (1, 1), (20, 200, 40, 128)),
    frame((2, 3), (3, 0), (10, 20, 250, 200)),
    frame((4, 2), (2, 2), (90, 90, 10, 60)),
]
for name, disposal, blend in (
    ("over", [0, 0, 0, 0], [0, 1, 1, 1]),
    ("background", [0, 1, 1, 0], [0, 1, 1, 1]),
    ("previous", [0, 2, 2, 0], [0, 1, 0, 1]),
):
    frames[0].save(
        folder / f"{name}.png", save_all=True, append_images=frames[1:], disposal=disposal, blend=blend, duration=100
    )

out = {}
for path in sorted(folder.iterdir()):
    if path.suffix == ".safetensors":
        continue
    with Image.open(path) as picture:
        size = picture.size
        read = []
        for each in ImageSequence.Iterator(picture):
            if each.size != size:
                continue
            read.append(np.asarray(each if each.mode == "RGBA" else each.convert("RGB")).astype(np.float32))
        out[path.name] = np.ascontiguousarray(np.stack(read))
save_file(out, folder / "pixels.safetensors")
