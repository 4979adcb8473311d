"""Makes nets/ip_adapter_pictures.safetensors: pictures prepared for IP-Adapters, by torchvision and Pillow.

pip install torch==2.13.0 torchvision==0.28.0 pillow==13.0.0 safetensors && python tests/goldens/make/ip-adapter-pictures.py

The steps of ComfyUI_IPAdapter_plus' PrepImageForClipVision, IPAdapterNoise and IPAdapterTiled
(github.com/cubiq/ComfyUI_IPAdapter_plus). Of each result every 28th row and column is kept.
"""

import json
import math
import pathlib

import torch
import torchvision.transforms.v2 as T
from PIL import Image
from safetensors.torch import load_file, save_file

here = pathlib.Path(__file__).parent.parent / "nets"
picture = load_file(here / "clip_vision.io.safetensors")["1.image_u8"].float() / 255
few = lambda x: x[:, ::28, ::28].contiguous()
tensors, cases = {}, {"prep": [], "noise": []}


def resized(planes, size, filter):
    each = [T.ToPILImage()(one).resize(size, resample=Image.Resampling[filter]) for one in planes]
    return torch.stack([T.functional.pil_to_tensor(one).float() / 255 for one in each])


def sharpened(x, amount):
    """Contrast-adaptive sharpening (AMD FidelityFX CAS), by shifted copies."""
    p = torch.nn.functional.pad(x, (1, 1, 1, 1))
    at = lambda y, x: p[..., y : p.shape[-2] - 2 + y, x : p.shape[-1] - 2 + x]
    cross = torch.stack([at(0, 1), at(1, 0), at(1, 1), at(1, 2), at(2, 1)])
    corners = torch.stack([at(0, 0), at(0, 2), at(2, 0), at(2, 2)])
    least = cross.amin(0).clamp(min=0) + corners.amin(0).clamp(min=0)
    most = cross.amax(0).clamp(max=1) + corners.amax(0).clamp(max=1)
    w = -torch.sqrt(torch.minimum(least, 2 - most) / most) * (amount * (1 / 5 - 1 / 8) + 1 / 8)
    around = at(0, 1) + at(1, 0) + at(1, 2) + at(2, 1)
    return torch.nan_to_num((around * w + x) / (1 + 4 * w)).clamp(0, 1)


def prepared(image, filter, crop, amount):
    planes = image.permute(0, 3, 1, 2)
    h, w = planes.shape[2:]
    if crop == "pad":
        sides = [max(0, (h - w) // 2), max(0, (w - h) // 2)]
        planes = T.functional.pad(planes, sides * 2, fill=0)
    else:
        side = min(h, w)
        y = {"top": 0, "bottom": h - side}.get(crop, (h - side) // 2)
        x = {"left": 0, "right": w - side}.get(crop, (w - side) // 2)
        planes = planes[:, :, y : y + side, x : x + side]
    small = resized(planes, (224, 224), filter)
    return (sharpened(small, amount) if amount > 0 else small).permute(0, 2, 3, 1)


def noisy(kind, strength, blur, given):
    if given is None:
        image = torch.zeros(1, 224, 224, 3)
    else:
        planes = given.permute(0, 3, 1, 2)
        square = T.CenterCrop(min(planes.shape[2:]))(planes)
        image = T.Resize((224, 224), interpolation=T.InterpolationMode.BICUBIC, antialias=True)(square)
        image = image.permute(0, 2, 3, 1)
    torch.manual_seed(int(torch.sum(image).item()) % 1000000007)
    if kind == "fade":
        noise = image * (1 - strength) + torch.rand_like(image) * strength
    elif kind == "dissolve":
        replaced = (torch.rand_like(image) < strength).float()
        noise = image * (1 - replaced) + torch.rand_like(image) * replaced
    elif kind == "gaussian":
        noise = image + torch.randn_like(image) * strength
    else:
        move = [
            T.ElasticTransform(alpha=75.0, sigma=(1 - strength) * 3.5),
            T.RandomVerticalFlip(p=1.0),
            T.RandomHorizontalFlip(p=1.0),
        ]
        image = T.Compose(move)(image.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        noise = torch.randn_like(image) * (strength * 0.75)
        noise = image * (1 - noise) + noise
    noise = noise.clamp(0, 1)
    if blur == 0:
        return noise
    size = blur + 1 - blur % 2
    return T.functional.gaussian_blur(noise.permute(0, 3, 1, 2), size).permute(0, 2, 3, 1)


def tiled(image, mask):
    side = 256
    h, w = image.shape[1:3]
    planes = image.permute(0, 3, 1, 2)
    mask = T.Resize((h, w), interpolation=T.InterpolationMode.BICUBIC, antialias=True)(mask.unsqueeze(1))
    size = (int(side * w / h), side) if h < w else (side, int(side * h / w))
    if 0.75 < h / w < 1.33:
        planes, mask = (T.CenterCrop(min(h, w))(x) for x in (planes, mask))
        size = (2 * side, 2 * side)
    planes = resized(planes, size, "LANCZOS")
    mask = T.Resize(size[::-1], interpolation=T.InterpolationMode.BICUBIC, antialias=True)(mask)
    if h / w > 4 or h / w < 0.25:
        crop = T.CenterCrop((side, 4 * side) if h < w else (4 * side, side))
        planes, mask = crop(planes), crop(mask)
    starts = lambda n: [
        int(i * (side - max(0, (math.ceil(n / side) * side - n) / max(math.ceil(n / side) - 1, 1))))
        for i in range(math.ceil(n / side))
    ]
    tiles, masks = [], []
    for y in starts(planes.shape[2]):
        for x in starts(planes.shape[3]):
            tiles.append(planes[:, :, y : y + side, x : x + side].permute(0, 2, 3, 1))
            own = torch.zeros_like(mask[:, 0])
            own[:, y : y + side, x : x + side] = mask[:, 0, y : y + side, x : x + side]
            masks.append(own)
    return torch.cat(tiles), torch.cat(masks)


wide = picture.transpose(1, 2).contiguous()
for filter, crop, amount, turned in [
    ("LANCZOS", "center", 0, False),
    ("BICUBIC", "top", 0, False),
    ("HAMMING", "bottom", 0, False),
    ("BILINEAR", "left", 0, True),
    ("BOX", "right", 0, True),
    ("NEAREST", "pad", 0, False),
    ("LANCZOS", "pad", 0.6, True),
]:
    tensors[f"prep.{len(cases['prep'])}"] = few(prepared(wide if turned else picture, filter, crop, amount))
    cases["prep"].append({"filter": filter, "crop": crop, "sharpening": amount, "turned": turned})
for kind, strength, blur, given in [
    ("fade", 1, 0, False),
    ("fade", 0.4, 3, True),
    ("dissolve", 0.5, 0, True),
    ("gaussian", 0.5, 0, False),
    ("gaussian", 0.5, 4, True),
    ("shuffle", 0.5, 0, True),
    ("shuffle", 1, 0, True),
]:
    tensors[f"noise.{len(cases['noise'])}"] = few(noisy(kind, strength, blur, picture if given else None))
    cases["noise"].append({"type": kind, "strength": strength, "blur": blur, "given": given})

for name, image in {"tall": picture, "square": picture[:, :240], "strip": wide[:, :40]}.items():
    mask = torch.linspace(0, 1, 48).reshape(1, 1, 48).repeat(1, 32, 1)
    tiles, masks = tiled(image, mask)
    tensors |= {f"tiles.{name}": few(tiles), f"masks.{name}": few(masks)}

save_file(tensors, here / "ip_adapter_pictures.safetensors")
(here / "ip_adapter_pictures.json").write_text(json.dumps(cases) + "\n")
