"""
Trains a small perceptron on the four fields of a checkerboard. No packages are needed, and no function of the system's
mathematical library is used, so that every machine finds the same bytes.
"""

import json
import os
import random

import reprise

job = reprise.job()
choices = job.genotype


def points(count, part):
    """Points of a checkerboard, of a part that has a seed of its own."""
    numbers = random.Random("board-%s" % part)
    found = []
    for _ in range(count):
        x = [2 * numbers.random() - 1, 2 * numbers.random() - 1]
        found.append((x, 1.0 if (x[0] > 0) == (x[1] > 0) else -1.0))
    return found


def layer_sizes():
    return [2] + [choices["width"]] * choices["depth"] + [1]


# Each with its slope, as a function of its value.
ACTIVATIONS = {
    "softsign": (lambda x: x / (1 + abs(x)), lambda y: (1 - abs(y)) ** 2),
    "relu": (lambda x: x if x > 0 else 0.0, lambda y: 1.0 if y > 0 else 0.0),
}


class Network:
    def __init__(self, weights):
        self.weights = weights
        self.act, self.slope = ACTIVATIONS[choices["activation"]]

    @staticmethod
    def fresh(numbers):
        sizes = layer_sizes()
        return Network(
            [
                [[2 * numbers.random() - 1 for _ in range(a)] + [0.0] for _ in range(b)]
                for a, b in zip(sizes, sizes[1:])
            ]
        )

    def forward(self, x):
        layers = [x]
        for i, layer in enumerate(self.weights):
            sums = [sum(w * v for w, v in zip(row, layers[-1])) + row[-1] for row in layer]
            last = i == len(self.weights) - 1
            layers.append(sums if last else [self.act(s) for s in sums])
        return layers

    def step(self, x, label, rate):
        layers = self.forward(x)
        # Of the squared error, which does not pull at what is far on the right side.
        deltas = [layers[-1][0] - label if layers[-1][0] * label < 1 else 0.0]
        for i in range(len(self.weights) - 1, -1, -1):
            layer, below = self.weights[i], layers[i]
            if i > 0:
                back = [
                    sum(d * row[j] for d, row in zip(deltas, layer)) * self.slope(below[j]) for j in range(len(below))
                ]
            for d, row in zip(deltas, layer):
                for j, v in enumerate(below):
                    row[j] -= rate * d * v
                row[-1] -= rate * d
            if i > 0:
                deltas = back


def error_percent(network, examples):
    wrong = sum((network.forward(x)[-1][0] > 0) != (label > 0) for x, label in examples)
    return 100.0 * wrong / len(examples)


train, measured = points(200, "train"), points(200, job.measure)
if job.measure == "test":
    train = train + points(200, "validation")

if job.checkpoint is None:
    network = Network.fresh(random.Random("weights-%d" % job.seed))
else:
    with open(os.path.join(job.checkpoint, "weights.json"), encoding="utf-8") as file:
        network = Network(json.load(file))

error = error_percent(network, measured)
for epoch in range(job.first_epoch, job.epochs + 1):
    order = list(range(len(train)))
    # Of the epoch alone, so that a training that was taken up again goes on as it would have.
    random.Random("order-%d-%d" % (job.seed, epoch)).shuffle(order)
    for i in order:
        network.step(train[i][0], train[i][1], choices["learningRate"])
    error = error_percent(network, measured)
    reprise.report(epoch, {job.metric("errorPercent"): error})

    def write(folder):
        with open(os.path.join(folder, "weights.json"), "w", encoding="utf-8") as file:
            json.dump(network.weights, file)

    reprise.save(epoch, write)

reprise.finish({job.metric("errorPercent"): error})
