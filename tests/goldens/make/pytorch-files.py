"""Makes pytorch/*: small files of torch.save in every form, and the same tensors as .safetensors.

pip install torch==2.13.0 numpy==2.4.6 safetensors==0.8.0 && python tests/goldens/make/pytorch-files.py

Nothing in them is random: the numbers count up, so that a wrong offset shows. `expected.safetensors` has the tensors of
the files that hold the same ones; the others are described where they are read, in tests/engine/checkpoint/files/pytorch/.
The tar archive is the form of PyTorch before 0.1.10, which no present version writes: it is put together here by the rules
of torch.serialization._legacy_load, which reads it back before it is kept.
"""

import collections
import io
import pathlib
import pickle
import struct
import tarfile

import numpy
import torch
from safetensors.torch import save_file

folder = pathlib.Path(__file__).parent.parent / "pytorch"
folder.mkdir(exist_ok=True)


def counting(*shape, dtype=torch.float32, start=1):
    n = 1
    for d in shape:
        n *= d
    return (torch.arange(n, dtype=torch.float32) + start).reshape(shape).to(dtype)


shared = counting(4, 6)
tensors = {
    "float": counting(2, 3),
    "half": counting(3, 2, dtype=torch.float16, start=7),
    "bfloat16": counting(5, dtype=torch.bfloat16),
    "double": counting(2, 2, dtype=torch.float64),
    "long": counting(3, dtype=torch.int64),
    "int": counting(3, dtype=torch.int32),
    "short": counting(3, dtype=torch.int16),
    "char": counting(3, dtype=torch.int8),
    "byte": counting(3, dtype=torch.uint8),
    "bool": torch.tensor([True, False, True]),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(0, 4),
    "whole": shared,
    "rows": shared[1:3],
    "transposed": shared.t(),
    "channels_last": counting(2, 3, 2, 2).to(memory_format=torch.channels_last),
    "parameter": torch.nn.Parameter(counting(2)),
}
dense = {k: v.detach().contiguous().clone() for k, v in tensors.items()}
save_file(dense, folder / "expected.safetensors", {"unet.num_heads": "4"})

state = collections.OrderedDict(tensors)
state._metadata = collections.OrderedDict({"": {"version": 1}})
lightning = {
    "epoch": 3,
    "global_step": numpy.float64(470000.0),
    "pytorch-lightning_version": "1.4.2",
    "state_dict": state,
    "__metadata__": {"unet.num_heads": "4"},
    "callbacks": {"seen": {1, 2}, "best": numpy.zeros(2), "raw": b"\x00\xff", "big": 2**70, "size": torch.Size([2])},
    "optimizer_states": [{"state": {0: {"step": 5, "exp_avg": counting(9)}}, "lr": 1e-4, "on": True, "none": None}],
    "lr_schedulers": [(1, 2.5, -3, 70000, -(2**40))],
}
# torch.load cannot read protocol 0, which writes references to storages as texts.
for protocol in range(1, 6):
    torch.save(lightning, folder / f"zip-protocol-{protocol}.ckpt", pickle_protocol=protocol)
    torch.save(
        lightning,
        folder / f"stream-protocol-{protocol}.ckpt",
        pickle_protocol=protocol,
        _use_new_zipfile_serialization=False,
    )
torch.save({"params": {"w": counting(1)}, "params_ema": {"w": counting(1, start=9)}}, folder / "upscaler.pth")
torch.save(
    {"image_proj": {"norm.weight": counting(2)}, "ip_adapter": {"1.to_k_ip.weight": counting(2, 3)}},
    folder / "ip-adapter.bin",
)
torch.save({"<cat>": counting(768)}, folder / "learned_embeds.bin")
words = torch.nn.ParameterDict({"*": torch.nn.Parameter(counting(2, 768))})
torch.save(
    {"string_to_token": {"*": torch.tensor(265)}, "string_to_param": words, "name": "cat", "step": 500},
    folder / "embedding.pt",
)
torch.save({"step": 9, 320: ({"linear.0.weight": counting(2, 2)}, {"linear.0.weight": counting(2, 2)})}, folder / "hyper.pt")
torch.save({"w": counting(4, 6)[:, :3]}, folder / "gaps.pt")
torch.save({"w": counting(1, 3).expand(4, 3)}, folder / "repeats.pt")
torch.save({"f8": counting(4).to(torch.float8_e4m3fn)}, folder / "float8.pt")
torch.save(torch.nn.Linear(2, 2), folder / "module.pt")
torch.save(counting(2), folder / "tensor.pt")
with open(folder / "plain.pkl", "wb") as file:
    pickle.dump({"a": 1}, file)
program = torch.jit.trace(torch.nn.Linear(2, 2), counting(1, 2))
torch.jit.save(program, str(folder / "program.pt"))


def tar_of(named):
    """Each tensor with a storage of its own, and one that is a part of another's."""
    storages, views = io.BytesIO(), io.BytesIO()
    pickle.dump(len(named), storages, protocol=2)
    pickle.dump(len(named), views, protocol=2)
    for i, (tensor, kind) in enumerate(named.values()):
        pickle.dump((i, "cpu", kind), storages, protocol=2)
        storages.write(struct.pack("<q", tensor.numel()) + tensor.numpy().tobytes())
        pickle.dump((100 + i, i, torch.Tensor), views, protocol=2)
        dims = tensor.dim()
        views.write(struct.pack(f"<q{dims}q{dims}qq", dims, *tensor.shape, *tensor.stride(), 0))
    pickle.dump([], storages, protocol=2)

    class Pickler(pickle.Pickler):
        def persistent_id(self, value):
            return str(100 + value.number) if isinstance(value, Reference) else None

    whole = io.BytesIO()
    Pickler(whole, protocol=2).dump({k: Reference(i) for i, k in enumerate(named)})
    return {"storages": storages, "tensors": views, "pickle": whole}


class Reference:
    def __init__(self, number):
        self.number = number


named = {"half": (dense["half"], torch.HalfStorage), "float": (dense["float"], torch.FloatStorage)}
with tarfile.open(folder / "tar.pt", "w", format=tarfile.USTAR_FORMAT) as tar:
    for name, content in tar_of(named).items():
        info = tarfile.TarInfo(name)
        info.size = len(content.getvalue())
        tar.addfile(info, io.BytesIO(content.getvalue()))
back = torch.load(folder / "tar.pt", weights_only=False)
assert all(torch.equal(back[k], v) for k, (v, _) in named.items())
