"""What a program needs to train for Reprise: the job in, metrics and checkpoints out. Python's standard library only.

    import reprise
    job = reprise.job()                       # what is asked: architecture, epochs, seed, settings, measure, data
    for epoch in range(job.first_epoch, job.epochs + 1):
        ...train one epoch...
        reprise.report(epoch, {"validation.errorPercent": error})
        reprise.save(epoch, lambda folder: ...write files into the folder...)
    reprise.finish({job.metric("errorPercent"): error})
"""

import json
import os
import random
import shutil
import sys


class Job:
    """The content of job.json, and the checkpoint that an earlier attempt or trial left."""

    def __init__(self, content):
        self.seed = content["seed"]
        self.architecture = content["architecture"]
        self.genotype = content["architecture"]["genotype"]
        self.epochs = content["epochs"]
        self.settings = content["settings"]
        self.measure = content["measure"]
        self.data = content["data"]
        self.output = content["output"]
        self.checkpoint_root = content["checkpoint"]

    def metric(self, name):
        """The metric of this name in the split that is asked for, such as validation.errorPercent."""
        return self.measure + "." + name

    @property
    def checkpoint(self):
        """Folder of the last whole checkpoint, or None."""
        done = self._epochs_done()
        return os.path.join(self.checkpoint_root, "epoch-%d" % done) if done > 0 else None

    @property
    def first_epoch(self):
        """The epoch to go on with, from 1."""
        return self._epochs_done() + 1

    def _epochs_done(self):
        names = os.listdir(self.checkpoint_root) if os.path.isdir(self.checkpoint_root) else []
        return max([int(n[6:]) for n in names if n.startswith("epoch-") and n[6:].isdigit()], default=0)


_job = None


def job():
    """Reads job.json, and seeds Python's random numbers with the seed of the job."""
    global _job
    if _job is None:
        path = os.environ.get("REPRISE_JOB")
        if path is None:
            sys.exit("REPRISE_JOB is not set: this program is started by `reprise run`")
        with open(path, encoding="utf-8") as file:
            _job = Job(json.load(file))
        random.seed(_job.seed)
    return _job


def report(epoch, values):
    """Says live how the training goes. Values are numbers or texts; metrics have their split in their names."""
    path = os.path.join(job().output, "metrics.jsonl")
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps({"epoch": epoch, **values}) + "\n")


def save(epoch, write):
    """Keeps a checkpoint: `write` is given an empty folder. Whoever is killed meanwhile finds the one before."""
    root = job().checkpoint_root
    partial = os.path.join(root, "partial")
    shutil.rmtree(partial, ignore_errors=True)
    os.makedirs(partial)
    write(partial)
    os.rename(partial, os.path.join(root, "epoch-%d" % epoch))
    for name in os.listdir(root):
        if name != "epoch-%d" % epoch:
            shutil.rmtree(os.path.join(root, name), ignore_errors=True)


def finish(metrics):
    """Writes the metrics of the split that was asked for. A value that is not finite says that the training crashed."""
    _write({name: value for name, value in metrics.items()})


def crash(reason):
    """Says that the training has no score, such as because its loss grew without bound."""
    _write({"crash": reason})


def _write(content):
    path = os.path.join(job().output, "metrics.json")
    with open(path + ".partial", "w", encoding="utf-8") as file:
        json.dump(content, file)
    os.rename(path + ".partial", path)
