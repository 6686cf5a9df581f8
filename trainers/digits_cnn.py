"""Trains a small convolutional network with PyTorch on the 8 x 8 optical digits that `reprise data add optdigits` fetched."""

import os

import torch
from torch import nn

import reprise

job = reprise.job()
choices = job.genotype
torch.manual_seed(job.seed)
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)


def read(name):
    """Pixels in [0, 1], one channel, and labels."""
    with open(os.path.join(job.data["digits"], name), encoding="ascii") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        rows = [[int(v) for v in line.split(",")] for line in lines]
    pixels = torch.tensor([row[:64] for row in rows], dtype=torch.float32).reshape(-1, 1, 8, 8) / 16
    return pixels, torch.tensor([row[64] for row in rows])


def network():
    layers, channels = [], 1
    for _ in range(choices["layers"]):
        kernel = choices["kernel"]
        layers += [nn.Conv2d(channels, choices["channels"], kernel, padding=kernel // 2), nn.ReLU()]
        channels = choices["channels"]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(channels * 16, 10))


def split():
    """Training and measured part: of the training file one in five validates, unless the test file is asked for."""
    x, y = read("optdigits.tra")
    if job.measure == "test":
        return (x, y), read("optdigits.tes")
    held = torch.arange(len(y)) % 5 == 0
    return (x[~held], y[~held]), (x[held], y[held])


def error_percent(model, x, y):
    model.eval()
    with torch.no_grad():
        return 100.0 * (model(x).argmax(1) != y).float().mean().item()


(train_x, train_y), (x, y) = split()
model = network()
optimizer = torch.optim.SGD(model.parameters(), lr=choices["learningRate"], momentum=0.9)
if job.checkpoint is not None:
    state = torch.load(os.path.join(job.checkpoint, "state.pt"))
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])

error = error_percent(model, x, y)
for epoch in range(job.first_epoch, job.epochs + 1):
    model.train()
    # Of the epoch alone, so that a training that was taken up again goes on as it would have.
    order = torch.randperm(len(train_y), generator=torch.Generator().manual_seed(1000 * job.seed + epoch))
    for batch in order.split(job.settings["batchSize"]):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(train_x[batch]), train_y[batch]).backward()
        optimizer.step()
    error = error_percent(model, x, y)
    reprise.report(epoch, {job.metric("errorPercent"): error})
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
    reprise.save(epoch, lambda folder: torch.save(state, os.path.join(folder, "state.pt")))

if all(torch.isfinite(parameter).all() for parameter in model.parameters()):
    reprise.finish({job.metric("errorPercent"): error})
else:
    reprise.crash("a weight is no finite number")
