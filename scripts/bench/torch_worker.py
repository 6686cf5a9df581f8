"""The peer's side of the engine benchmark: the same networks in PyTorch, on one thread or with `cuda` as the argument on a GPU."""
import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cpu"


def norm(channels, affine=True):
    return nn.BatchNorm2d(channels, affine=affine)


def separable(channels, size, stride, pad, dilation, affine):
    return nn.Sequential(
        nn.ReLU(),
        nn.Conv2d(channels, channels, size, stride, pad, dilation, groups=channels, bias=False),
        nn.Conv2d(channels, channels, 1, bias=False),
        norm(channels, affine),
    )


class Pointwise(nn.Sequential):
    def __init__(self, before, after, affine):
        super().__init__(nn.ReLU(), nn.Conv2d(before, after, 1, bias=False), norm(after, affine))


class ReduceBy2(nn.Module):
    def __init__(self, before, after, affine):
        super().__init__()
        self.first = nn.Conv2d(before, after // 2, 1, 2, bias=False)
        self.second = nn.Conv2d(before, after // 2, 1, 2, bias=False)
        self.norm = norm(after, affine)

    def forward(self, x):
        x = F.relu(x)
        return self.norm(torch.cat([self.first(x), self.second(x[:, :, 1:, 1:])], 1))


def operation(name, channels, stride, affine):
    if name == "max":
        return nn.MaxPool2d(3, stride, 1)
    if name == "avg":
        return nn.AvgPool2d(3, stride, 1, count_include_pad=False)
    if name == "skip":
        return nn.Identity() if stride == 1 else ReduceBy2(channels, channels, affine)
    size = int(name[3])
    half = size // 2
    if name.startswith("dil"):
        return separable(channels, size, stride, 2 * half, 2, affine)
    return nn.Sequential(
        separable(channels, size, stride, half, 1, affine), separable(channels, size, 1, half, 1, affine)
    )


NAMES = ["max", "avg", "skip", "sep3", "sep5", "dil3", "dil5"]


class Mixed(nn.Module):
    def __init__(self, channels, stride):
        super().__init__()
        self.branches = nn.ModuleList()
        for name in NAMES:
            branch = operation(name, channels, stride, False)
            self.branches.append(nn.Sequential(branch, norm(channels, False)) if name in ("max", "avg") else branch)

    def forward(self, x, weights):
        return sum(w * branch(x) for w, branch in zip(weights, self.branches))


GENES = {
    False: [("sep3", 0), ("sep3", 1), ("sep3", 0), ("sep3", 1), ("sep3", 1), ("skip", 0), ("skip", 0), ("dil3", 2)],
    True: [("max", 0), ("max", 1), ("skip", 2), ("max", 1), ("max", 0), ("skip", 2), ("skip", 2), ("max", 1)],
}


class Cell(nn.Module):
    def __init__(self, before, previous, channels, reduction, after_reduction, search):
        super().__init__()
        affine = not search
        self.search = search
        entry = ReduceBy2 if after_reduction else Pointwise
        self.first = entry(before, channels, affine)
        self.second = Pointwise(previous, channels, affine)
        stride = lambda source: 2 if reduction and source < 2 else 1
        if search:
            self.sources = [source for node in range(4) for source in range(2 + node)]
            self.edges = nn.ModuleList(Mixed(channels, stride(source)) for source in self.sources)
        else:
            self.sources = [source for _, source in GENES[reduction]]
            self.edges = nn.ModuleList(
                operation(name, channels, stride(source), True) for name, source in GENES[reduction]
            )

    def forward(self, s0, s1, weights):
        states = [self.first(s0), self.second(s1)]
        at = 0
        for node in range(4):
            count = 2 + node if self.search else 2
            results = []
            for i in range(at, at + count):
                x = states[self.sources[i]]
                results.append(self.edges[i](x, weights[i]) if self.search else self.edges[i](x))
            states.append(sum(results))
            at += count
        return torch.cat(states[2:], 1)


class Darts(nn.Module):
    def __init__(self, channels, layers, search):
        super().__init__()
        self.search = search
        self.stem = nn.Sequential(nn.Conv2d(3, 3 * channels, 3, padding=1, bias=False), norm(3 * channels))
        before = previous = 3 * channels
        after_reduction = False
        self.cells = nn.ModuleList()
        self.reductions = []
        for i in range(layers):
            reduction = i in (layers // 3, 2 * layers // 3)
            channels = 2 * channels if reduction else channels
            self.cells.append(Cell(before, previous, channels, reduction, after_reduction, search))
            self.reductions.append(reduction)
            before, previous, after_reduction = previous, 4 * channels, reduction
        self.classifier = nn.Linear(previous, 10)
        self.alphas = [torch.zeros(14, 7, device=DEVICE), torch.zeros(14, 7, device=DEVICE)]

    def forward(self, x):
        weights = [F.softmax(alpha, -1) for alpha in self.alphas]
        s0 = s1 = self.stem(x)
        for cell, reduction in zip(self.cells, self.reductions):
            s0, s1 = s1, cell(s0, s1, weights[1 if reduction else 0])
        return self.classifier(s1.mean((2, 3)))


class SeparableNet(nn.Sequential):
    def __init__(self, channels):
        super().__init__(
            nn.Conv2d(3, channels, 3, padding=1, bias=False),
            norm(channels),
            *[separable(channels, 3, 1, 1, 1, True) for _ in range(6)],
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(channels, 10),
        )


RECURRENT = [
    (torch.sigmoid, 0),
    (F.relu, 1),
    (F.relu, 1),
    (lambda x: x, 1),
    (torch.tanh, 2),
    (torch.sigmoid, 5),
    (torch.tanh, 3),
    (F.relu, 5),
]


class Recurrent(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = nn.Parameter(torch.empty(2 * width, 2 * width).uniform_(-0.05, 0.05))
        self.inner = nn.ParameterList(
            nn.Parameter(torch.empty(width, 2 * width).uniform_(-0.05, 0.05)) for _ in RECURRENT
        )
        self.out = nn.Linear(width, 10)

    def cell(self, x, h):
        c, n = torch.cat([x, h], 1).mm(self.first).chunk(2, 1)
        states = [h + c.sigmoid() * (n.tanh() - h)]
        for (activation, source), weights in zip(RECURRENT, self.inner):
            state = states[source]
            c, n = state.mm(weights).chunk(2, 1)
            states.append(state + c.sigmoid() * (activation(n) - state))
        return sum(states[1:]) / len(RECURRENT)

    def forward(self, xs):
        h = torch.zeros_like(xs[0])
        for x in xs:
            h = self.cell(x, h)
        return self.out(h)


def build(kind, sizes):
    torch.manual_seed(1)
    if kind == "separable":
        batch, channels, size = sizes
        return SeparableNet(channels), torch.rand(batch, 3, size, size)
    if kind == "recurrent":
        batch, width, steps = sizes
        return Recurrent(width), torch.rand(steps, batch, width)
    batch, channels, layers = sizes
    return Darts(channels, layers, kind == "supernet"), torch.rand(batch, 3, 32, 32)


OPEN = {}


def step_of(job):
    if job["name"] not in OPEN:
        net, x = (part.to(DEVICE) for part in build(job["kind"], job["sizes"]))
        y = torch.arange(job["sizes"][0], device=DEVICE) % 10
        optimiser = torch.optim.SGD(net.parameters(), 0.025, momentum=0.9, weight_decay=3e-4)

        def step():
            optimiser.zero_grad()
            loss = F.cross_entropy(net(x), y)
            loss.backward()
            optimiser.step()
            return loss.item()

        OPEN[job["name"]] = step
    return OPEN[job["name"]]


WHERE = "1 thread" if DEVICE == "cpu" else torch.cuda.get_device_name()
print(f"torch {torch.__version__} on {WHERE}", flush=True)
for line in sys.stdin:
    job = json.loads(line)
    step = step_of(job)
    times = []
    for _ in range(job["steps"]):
        start = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - start))
    print(json.dumps(times), flush=True)
