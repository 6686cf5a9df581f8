"""The peer's side of the training check: the same network, weights, minibatches and recipe in PyTorch on one thread.

Usage: train_torch.py <folder that train.ts wrote>
"""
import json
import math
import struct
import sys
import time

import numpy
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)


class ReLUConvNorm(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.op = nn.Sequential(nn.ReLU(), nn.Conv2d(before, after, 1, bias=False), nn.BatchNorm2d(after))

    def forward(self, x):
        return self.op(x)


class Reduce(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.conv_1 = nn.Conv2d(before, after // 2, 1, 2, bias=False)
        self.conv_2 = nn.Conv2d(before, after // 2, 1, 2, bias=False)
        self.bn = nn.BatchNorm2d(after)

    def forward(self, x):
        x = F.relu(x)
        return self.bn(torch.cat([self.conv_1(x), self.conv_2(x[:, :, 1:, 1:])], 1))


def depthwise(channels, size, stride, dilation):
    pad = dilation * (size // 2)
    return [
        nn.ReLU(),
        nn.Conv2d(channels, channels, size, stride, pad, dilation, groups=channels, bias=False),
        nn.Conv2d(channels, channels, 1, bias=False),
        nn.BatchNorm2d(channels),
    ]


class Convolution(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.op = nn.Sequential(*layers)

    def forward(self, x):
        return self.op(x)


def operation(name, channels, stride):
    if name == "max_pool_3x3":
        return nn.MaxPool2d(3, stride, 1)
    if name == "avg_pool_3x3":
        return nn.AvgPool2d(3, stride, 1, count_include_pad=False)
    if name == "skip_connect":
        return nn.Identity() if stride == 1 else Reduce(channels, channels)
    kind, _, size = name.split("_")
    size = int(size[0])
    if kind == "dil":
        return Convolution(*depthwise(channels, size, stride, 2))
    return Convolution(*depthwise(channels, size, stride, 1), *depthwise(channels, size, 1, 1))


class Cell(nn.Module):
    def __init__(self, genes, concat, older, before, channels, reduction, after_reduction):
        super().__init__()
        self.preprocess0 = Reduce(older, channels) if after_reduction else ReLUConvNorm(older, channels)
        self.preprocess1 = ReLUConvNorm(before, channels)
        self.sources = [source for _, source in genes]
        self.concat = concat
        self._ops = nn.ModuleList(
            operation(name, channels, 2 if reduction and source < 2 else 1) for name, source in genes
        )

    def forward(self, older, before):
        states = [self.preprocess0(older), self.preprocess1(before)]
        for i in range(0, len(self._ops), 2):
            branches = (self._ops[j](states[self.sources[j]]) for j in (i, i + 1))
            states.append(sum(branches))
        return torch.cat([states[i] for i in self.concat], 1)


class Network(nn.Module):
    def __init__(self, genotype, channels, layers, classes):
        super().__init__()
        width = 3 * channels
        self.stem = nn.Sequential(nn.Conv2d(3, width, 3, padding=1, bias=False), nn.BatchNorm2d(width))
        self.cells = nn.ModuleList()
        older, before, after_reduction = width, width, False
        for i in range(layers):
            reduction = i in (layers // 3, 2 * layers // 3)
            if reduction:
                channels *= 2
            kind = "reduce" if reduction else "normal"
            concat = genotype[f"{kind}_concat"]
            self.cells.append(
                Cell(genotype[kind], concat, older, before, channels, reduction, after_reduction)
            )
            older, before, after_reduction = before, channels * len(concat), reduction
        self.classifier = nn.Linear(before, classes)

    def forward(self, x):
        older = before = self.stem(x)
        for cell in self.cells:
            older, before = before, cell(older, before)
        return self.classifier(before.mean((2, 3)))


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            values = numpy.frombuffer(body[start:end], dtype="<f4").reshape(entry["shape"])
            tensors[name] = torch.from_numpy(values.copy())
    return tensors


def minibatches(path, counts, shape):
    size = math.prod(shape)
    with open(path, "rb") as file:
        for count in counts:
            images = numpy.fromfile(file, "<f4", count * size).reshape(count, *shape)
            labels = numpy.fromfile(file, "<i4", count)
            yield (
                torch.from_numpy(images.transpose(0, 3, 1, 2).copy()),
                torch.from_numpy(labels.astype("int64")),
            )


def main(folder):
    with open(f"{folder}/case.json") as file:
        case = json.load(file)
    settings = case["training"]
    net = Network(case["genotype"], settings["initialChannels"], settings["layers"], case["classes"])
    weights = read_safetensors(f"{folder}/start.safetensors")
    own = dict(net.named_parameters())
    if set(own) != set(weights):
        sys.exit(f"other parameters: {sorted(set(own) ^ set(weights))[:5]}")
    with torch.no_grad():
        for name, value in weights.items():
            own[name].copy_(value)
    optimizer = torch.optim.SGD(
        net.parameters(), settings["learningRate"], settings["momentum"], weight_decay=settings["weightDecay"]
    )
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(
        optimizer, float(settings["epochs"]), settings["learningRateMin"]
    )
    per_epoch = len(case["trainCounts"]) // settings["epochs"]
    since = time.process_time()
    losses = []
    total = examples = 0.0
    batches = minibatches(f"{folder}/train.bin", case["trainCounts"], case["shape"])
    for step, (images, labels) in enumerate(batches, 1):
        net.train()
        optimizer.zero_grad()
        loss = F.cross_entropy(net(images), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), settings["gradientClip"])
        optimizer.step()
        total += loss.item() * len(labels)
        examples += len(labels)
        if step % per_epoch == 0:
            losses.append(total / examples)
            total = examples = 0.0
            scheduler.step()
    net.eval()
    wrong = 0
    with torch.no_grad():
        for images, labels in minibatches(f"{folder}/test.bin", case["testCounts"], case["shape"]):
            wrong += int((net(images).argmax(1) != labels).sum())
    error = 100 * wrong / sum(case["testCounts"])
    print(json.dumps({
        "errorPercent": error,
        "losses": losses,
        "seconds": time.process_time() - since,
        "name": f"PyTorch {torch.__version__}",
    }))


main(sys.argv[1])
