"""Makes nets/lama.pt, a small LaMa with random weights as the TorchScript program that is published (big-lama.pt), and
nets/lama.io.safetensors: what it makes of a picture and a mask.

pip install torch==2.13.0 torchvision spandrel==0.4.2 safetensors && python tests/goldens/make/lama.py
"""

import pathlib

import torch
from safetensors.torch import save_file
from spandrel.architectures.LaMa.__arch.LaMa import FFCResNetGenerator
from torch import nn

here = pathlib.Path(__file__).parent.parent / "nets"
torch.manual_seed(0)


class Inpainting(nn.Module):
    def __init__(self):
        super().__init__()
        self.generator = FFCResNetGenerator(4, 3, ngf=8, n_blocks=2)

    def forward(self, image, mask):
        filled = self.generator(image * (1 - mask), mask)
        return mask * filled + (1 - mask) * image


model = Inpainting().eval()
for name, tensor in model.state_dict().items():
    if "running_var" in name:
        tensor.uniform_(0.5, 1.5)
    elif "running_mean" in name or name.endswith("bias"):
        tensor.normal_(std=0.1)
    elif tensor.ndim > 1:
        tensor.normal_(std=1.5 / tensor[0].numel() ** 0.5)
    elif tensor.is_floating_point():
        tensor.uniform_(0.7, 1.3)
image, mask = torch.rand(1, 3, 32, 48), torch.zeros(1, 1, 32, 48)
mask[:, :, 8:24, 10:40] = 1
with torch.no_grad():
    out = model(image, mask)
    traced = torch.jit.trace(model, (image, mask))
torch.jit.save(traced, here / "lama.pt")
save_file({"image": image, "mask": mask, "out": out}, here / "lama.io.safetensors")
print(out.std(), list(model.state_dict())[:3])
