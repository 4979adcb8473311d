"""Makes image-nodes.safetensors: what ComfyUI's picture nodes compute, by the libraries it computes them with.

pip install torch==2.13.0 kornia==0.9.0 pillow==13.0.0 scipy==1.17.1 safetensors && python tests/goldens/make/image-nodes.py
"""

import math
import pathlib

import kornia
import numpy as np
import scipy.ndimage
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFilter
from safetensors.torch import save_file

torch.manual_seed(1)
rng = np.random.default_rng(1)
out = {}

# A picture with edges in every direction, soft and hard, and a little noise: [2, 40, 52, 3].
pictures = []
for shift in (0, 7):
    canvas = Image.new("RGB", (52, 40), (200, 180, 150))
    draw = ImageDraw.Draw(canvas)
    draw.ellipse((6 + shift, 5, 30 + shift, 29), fill=(40, 90, 160))
    draw.polygon([(30, 36), (48, 20), (50, 38)], fill=(220, 60, 50))
    draw.line((2, 36, 26, 30), fill=(10, 10, 10), width=2)
    canvas = canvas.filter(ImageFilter.GaussianBlur(0.7))
    noise = rng.integers(-6, 7, (40, 52, 3))
    pictures.append(np.clip(np.asarray(canvas).astype(int) + noise, 0, 255).astype(np.uint8))
bytes_ = np.stack(pictures)
image = torch.from_numpy(bytes_.astype(np.float32) / 255)
planes = image.movedim(-1, 1)
out["image_u8"] = torch.from_numpy(bytes_)

for low, high in ((0.4, 0.8), (0.1, 0.2), (0.05, 0.6)):
    out[f"canny.{low}.{high}"] = kornia.filters.canny(planes, low, high)[1]


def gaussian(radius, sigma):
    t = torch.linspace(-1, 1, 2 * radius + 1)
    g = torch.exp(-(t[:, None] ** 2 + t[None, :] ** 2) / (2 * sigma * sigma))
    return g / g.sum()


def convolve(kernel, radius):
    padded = F.pad(planes, (radius,) * 4, "reflect")
    return F.conv2d(padded, kernel.expand(3, 1, *kernel.shape), groups=3).movedim(1, -1).contiguous()


for radius, sigma in ((1, 1.0), (3, 0.5), (31, 10.0)):
    out[f"blur.{radius}.{sigma}"] = convolve(gaussian(radius, sigma), radius)
for radius, sigma, alpha in ((1, 1.0, 1.0), (4, 0.3, 0.25)):
    kernel = -10 * alpha * gaussian(radius, sigma)
    kernel[radius, radius] += 1 - kernel.sum()
    out[f"sharpen.{radius}.{sigma}.{alpha}"] = convolve(kernel, radius).clamp(0, 1)


def bayer(n):
    if n == 0:
        return np.zeros((1, 1), np.float32)
    q = 4**n
    m = q * bayer(n - 1)
    return np.block([[m - 1.5, m + 0.5], [m + 1.5, m - 0.5]]) / q


def quantized(pixels, colors, dither):
    picture = Image.fromarray(pixels)
    palette = picture.quantize(colors)
    if dither.startswith("bayer"):
        order = int(dither[6:])
        count = len(palette.getpalette()) // 3
        matrix = torch.from_numpy(512 / count * bayer(int(math.log2(order))) + 0.5)
        tiles = matrix.tile(math.ceil(40 / order), math.ceil(52 / order)).unsqueeze(-1)[:40, :52]
        shifted = torch.from_numpy(pixels.astype(np.float32)).add_(tiles).clamp_(0, 255).to(torch.uint8)
        mapped = Image.fromarray(shifted.numpy()).quantize(palette=palette, dither=Image.Dither.NONE)
    else:
        option = Image.Dither.FLOYDSTEINBERG if dither == "floyd-steinberg" else Image.Dither.NONE
        mapped = picture.quantize(palette=palette, dither=option)
    return np.asarray(mapped.convert("RGB"))


for colors in (1, 2, 7, 32, 256):
    for dither in ("none", "floyd-steinberg", "bayer-2", "bayer-4", "bayer-8", "bayer-16"):
        results = [quantized(p, colors, dither) for p in bytes_]
        out[f"quantize_u8.{colors}.{dither}"] = torch.from_numpy(np.stack(results).copy())

mask = torch.from_numpy(rng.random((2, 17, 23)).astype(np.float32) ** 4)
out["mask"] = mask
for name, footprint in (
    ("cross", [[0, 1, 0], [1, 1, 1], [0, 1, 0]]),
    ("square", [[1, 1, 1], [1, 1, 1], [1, 1, 1]]),
):
    for expand in (3, -2, 40):
        step = scipy.ndimage.grey_erosion if expand < 0 else scipy.ndimage.grey_dilation
        grown = []
        for plane in mask.numpy():
            for _ in range(abs(expand)):
                plane = step(plane, footprint=np.array(footprint))
            grown.append(plane)
        out[f"grow.{name}.{expand}"] = torch.from_numpy(np.stack(grown))

a, b = torch.randn(2, 4, 12, 16), torch.randn(1, 4, 7, 5)
out["latent.a"], out["latent.b"] = a, b
small = F.interpolate(mask[:1, None], size=(7, 5), mode="bilinear")
laid = a.clone()
laid[:, :, 9:12, 13:16] = b[:, :, :3, :3] * small[:, :, :3, :3] + a[:, :, 9:12, 13:16] * (1 - small[:, :, :3, :3])
out["latent.composite_masked.13.9"] = laid
stretched = F.interpolate(b, size=(12, 16), mode="bilinear").expand(2, -1, -1, -1)
small = F.interpolate(mask[:, None], size=(12, 16), mode="bilinear")
out["latent.composite_masked.resized"] = stretched * small + a * (1 - small)
first, second = a[:1], a[1:]
norms = first.norm(dim=1, keepdim=True), second.norm(dim=1, keepdim=True)
t = first / norms[0] * 0.3 + second / norms[1] * 0.7
out["latent.interpolate.0.3"] = t / t.norm(dim=1, keepdim=True) * (norms[0] * 0.3 + norms[1] * 0.7)
for quarters in (1, 2, 3):
    out[f"latent.rotate.{quarters}"] = torch.rot90(a, quarters, (3, 2)).contiguous()

save_file({k: v.contiguous() for k, v in out.items()}, pathlib.Path(__file__).parent.parent / "image-nodes.safetensors")
