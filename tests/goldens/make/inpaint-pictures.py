"""Makes inpaint-pictures.safetensors: what the picture nodes of comfyui-inpaint-nodes and comfyui-tooling-nodes compute, by the
libraries that they call, with their formulas written out.

pip install torch==2.13.0 kornia==0.9.0 opencv-python-headless==5.0.0.93 numpy==2.4.6 safetensors
python tests/goldens/make/inpaint-pictures.py
"""

import pathlib

import cv2
import kornia
import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

here = pathlib.Path(__file__).parent.parent
image = load_file(here / "image-nodes.safetensors")["image_u8"].float() / 255  # [2, 40, 52, 3]
planes = image.movedim(-1, 1)
out = {}

yy, xx = torch.meshgrid(torch.arange(40), torch.arange(52), indexing="ij")
distance = ((yy - 19.0) ** 2 + (xx - 28.0) ** 2).sqrt()
hard = ((distance < 13) | ((yy > 30) & (xx < 9))).float()[None]
soft = (1.2 - distance / 18).clamp(0, 1)[None]
out["hard"], out["soft"] = hard, soft


def by_size(x, size):
    sigma = 0.3 * (size - 1) + 0.8
    return kornia.filters.gaussian_blur2d(x, (size, size), (sigma, sigma))


def eroded(mask, radius):
    kernel = torch.ones(1, 1, 2 * radius + 1, 2 * radius + 1)
    padded = F.pad(mask, (radius,) * 4, value=1.0)
    return (F.conv2d(padded, kernel) == kernel.numel()).float()


def dilated(mask, radius):
    kernel = torch.ones(1, 1, 2 * radius + 1, 2 * radius + 1)
    return (F.conv2d(F.pad(mask, (radius,) * 4), kernel) > 0).float()


def blurred(mask, size, kind):
    if kind == "gaussian":
        return by_size(mask, size)
    if kind == "box" or size == 3:
        kernel = torch.ones(1, size) / size
    else:
        h = size // 2
        side = torch.linspace(1 / h, (h - 1) / h, h)
        kernel = torch.cat([side, torch.ones(1), side.flip(0)])
        kernel = (kernel / kernel.sum())[None]
    return kornia.filters.filter2d_separable(mask, kernel, kernel, border_type="reflect")


for kind in ("box", "linear", "gaussian"):
    out[f"expand.{kind}"] = blurred(dilated(soft[:, None], 3), 7, kind)[:, 0]
    out[f"shrink.{kind}"] = blurred(eroded(hard[:, None], 2), 9, kind)[:, 0]
out["expand.3"] = blurred(dilated(soft[:, None], 1), 3, "linear")[:, 0]

alpha = (hard >= 0.99).float()[:, None]
falling = alpha * by_size(eroded(alpha, 5), 5)
out["blur"] = (planes + (by_size(planes, 17) - planes) * falling).movedim(1, -1)
out["blur.hard"] = (planes + (by_size(planes, 17) - planes) * alpha).movedim(1, -1)

inner = eroded(alpha, 10)
for falloff, fill in ((0, inner), (3, inner * by_size(eroded(inner, 3), 3))):
    out[f"neutral.{falloff}"] = ((planes - 0.5) * (1 - fill) + 0.5).movedim(1, -1)
for name, method in (("telea", cv2.INPAINT_TELEA), ("navier-stokes", cv2.INPAINT_NS)):
    for which, mask in (("inner", inner), ("whole", alpha)):
        m = mask[0, 0].numpy()
        filled = [
            cv2.inpaint((255 * p.numpy()).astype(np.uint8), (255 * m).astype(np.uint8), 3, method) for p in image
        ]
        out[f"{name}.{which}"] = torch.from_numpy(np.stack(filled))

target = (image * 0.8 + 0.1).clamp(0, 1).movedim(-1, 1)
reference = (planes**1.3)[:1, :, :32, :40].contiguous()


def matched(strength, mask):
    source, wanted = kornia.color.rgb_to_lab(target), kornia.color.rgb_to_lab(reference)
    a, b = source.flatten(2), wanted.flatten(2)
    kept, kept_wanted = a, b
    if mask is not None:
        kept = a * (mask[:, None].flatten(2) < 0.5)
        small = F.interpolate(mask[:, None], size=wanted.shape[2:], mode="bilinear")
        kept_wanted = b * (small.flatten(2) < 0.5)
    std, mean = torch.std_mean(kept, dim=-1, keepdim=True, unbiased=False)
    std_wanted, mean_wanted = torch.std_mean(kept_wanted, dim=-1, keepdim=True, unbiased=False)
    y = (a - mean) * (std_wanted / std.clamp(min=1e-6)) + mean_wanted
    rgb = kornia.color.lab_to_rgb(y.view(source.shape))
    return ((1 - strength) * target + strength * rgb).clamp(0, 1).movedim(1, -1)


out["match"] = matched(1.0, None)
out["match.masked"] = matched(1.0, soft)
out["match.half"] = matched(0.5, soft)

# A tile of 24 × 16 in a picture of 40 × 52, as comfyui-tooling-nodes cuts its soft edge.
mask = torch.zeros(1, 1, 24, 16)
mask[:, :, 0:20, 4:12] = 1
out["tile.soft"] = kornia.filters.box_blur(mask, (8, 8))[0]

# Reference images of ControlNets at other sizes: OpenCV's areas and cubics, nearest for few colours, Otsu for two.
bytes_ = (image[0].numpy() * 255).astype(np.uint8)
few = (bytes_ // 64) * 64
two = np.repeat(np.where(bytes_[:, :, :1] > 100, 255, 0).astype(np.uint8), 3, axis=2)
out["hint.few_u8"], out["hint.two_u8"] = torch.from_numpy(few), torch.from_numpy(two)
for width, height in ((26, 20), (33, 17), (80, 64)):
    smaller = width * height < 52 * 40
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    size = f"{width}x{height}"
    out[f"hint.many.{size}_u8"] = torch.from_numpy(cv2.resize(bytes_, (width, height), interpolation=how))
    out[f"hint.few.{size}_u8"] = torch.from_numpy(cv2.resize(few, (width, height), interpolation=cv2.INTER_NEAREST))
    grey = np.mean(cv2.resize(two, (width, height), interpolation=how).astype(np.float32), axis=2).astype(np.uint8)
    sharp = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    out[f"hint.two.{size}_u8"] = torch.from_numpy(np.stack([sharp] * 3, axis=2))

save_file({k: v.contiguous() for k, v in out.items()}, here / "inpaint-pictures.safetensors")
