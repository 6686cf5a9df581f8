"""Writes test/fixtures/oracles/statistics.json: what SciPy says of samples, for the test of runner/statistics.

Usage, with Debian's python3-scipy (1.10): /usr/bin/python3 scripts/oracles/statistics.py
"""

import itertools
import json
import pathlib

import numpy as np
import scipy
from scipy import integrate, optimize, special, stats

rng = np.random.default_rng(7)


def sample(n, mean=10.0, std=1.0):
    return [round(float(v), 3) for v in rng.normal(mean, std, n)]


def quantile(probability, df):
    # t.ppf of SciPy 1.10 is right to 1e-8 only; its t.cdf is right to the last digits.
    return optimize.brentq(lambda t: stats.t.cdf(t, df) - probability, 0, 1000, xtol=1e-14, rtol=1e-14)


def noncentral(t, df, delta):
    # nct.cdf of SciPy 1.10 is right to 1e-5 only for negative arguments, so the definition is integrated.
    top = stats.chi2.isf(1e-18, df)
    inner = lambda y: stats.norm.cdf(t * np.sqrt(y / df) - delta) * stats.chi2.pdf(y, df)
    points = [stats.chi2.ppf(q, df) for q in (1e-9, 1e-4, 0.01, 0.2, 0.5, 0.8, 0.99, 0.9999)]
    edges = [0, *points, top]
    return float(sum(integrate.quad(inner, a, b, epsabs=1e-14, epsrel=1e-13)[0] for a, b in zip(edges, edges[1:])))


def welch(a, b):
    test = stats.ttest_ind(a, b, equal_var=False)
    va, vb = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    reach = quantile(0.975, df) * np.sqrt(va + vb)
    diff = np.mean(a) - np.mean(b)
    margin = 1.5
    se = np.sqrt(va + vb)
    tost = max(stats.t.cdf(-(diff + margin) / se, df), stats.t.cdf((diff - margin) / se, df))
    pooled = np.sqrt((np.var(a) * len(a) + np.var(b) * len(b)) / (len(a) + len(b) - 2))
    m = len(a) + len(b) - 2
    g = diff / pooled * special.gamma(m / 2) / (np.sqrt(m / 2) * special.gamma((m - 1) / 2))
    u = stats.mannwhitneyu(a, b).statistic
    division = stats.permutation_test(
        (a, b), lambda x, y: np.mean(x) - np.mean(y), permutation_type="independent", n_resamples=np.inf
    )
    return {
        "a": a,
        "b": b,
        "df": float(df),
        "p": float(test.pvalue),
        "low": float(diff - reach),
        "high": float(diff + reach),
        "margin": margin,
        "equivalence": float(tost),
        "hedges": float(g),
        "improvementMaximize": float(u / (len(a) * len(b))),
        "division": float(division.pvalue),
    }


def paired(d):
    observed = np.sum(d)
    sums = [np.sum(np.array(signs) * d) for signs in itertools.product([1, -1], repeat=len(d))]
    above = np.mean([s >= observed - 1e-9 for s in sums])
    below = np.mean([s <= observed + 1e-9 for s in sums])
    return {"d": d, "t": float(stats.ttest_1samp(d, 0).pvalue), "flip": float(min(1, 2 * min(above, below)))}


def power(kind, difference, std, n):
    df = n - 1 if kind == "paired" else 2 * n - 2
    delta = difference / std * np.sqrt(n if kind == "paired" else n / 2)
    critical = quantile(0.975, df)
    value = 1 - noncentral(critical, df, delta) + noncentral(-critical, df, delta)
    return {"kind": kind, "difference": difference, "std": std, "n": n, "power": float(value)}


def friedman(blocks):
    """With the p-value of Iman and Davenport, and Nemenyi's critical difference at 5 %."""
    n, k = len(blocks), len(blocks[0])
    ranks = [stats.rankdata(b) for b in blocks]
    chi = stats.friedmanchisquare(*zip(*blocks)).statistic
    f = (n - 1) * chi / (n * (k - 1) - chi)
    q = optimize.brentq(lambda q: stats.studentized_range.cdf(q, k, np.inf) - 0.95, 0.1, 10, xtol=1e-14, rtol=1e-14)
    return {
        "blocks": blocks,
        "averageRanks": [float(r) for r in np.mean(ranks, axis=0)],
        "chiSquare": float(chi),
        "p": float(stats.f.sf(f, k - 1, (k - 1) * (n - 1))),
        "criticalDifference": float(q * np.sqrt(k * (k + 1) / (12 * n))),
    }


def blocks(n, k, digits):
    own = np.random.default_rng(n * k)
    return [[round(float(v), digits) for v in own.normal(10, 1, k) + 0.5 * np.arange(k)] for _ in range(n)]


tables = [sample(n) for n in (1, 2, 4, 5, 7, 20)]
values = {
    "scipy": scipy.__version__,
    "summaries": [
        {
            "values": v,
            "mean": float(np.mean(v)),
            "std": float(np.std(v, ddof=1)) if len(v) > 1 else None,
            "median": float(np.median(v)),
            "min": min(v),
            "max": max(v),
            "interquartileMean": float(stats.trim_mean(v, 0.25)),
        }
        for v in tables
    ],
    "student": [
        {"t": t, "df": df, "cdf": float(stats.t.cdf(t, df)), "quantile": quantile(0.975, df)}
        for t in (-12.0, -2.5, -0.3, 0.0, 0.7, 3.3, 25.0)
        for df in (1, 2.5, 9, 40, 1000)
    ],
    "normal": [{"x": x, "cdf": float(stats.norm.cdf(x))} for x in (-9.0, -5.0, -4.0, -1.2, 0.0, 0.5, 3.9, 4.5, 8.0)],
    "noncentral": [
        {"t": t, "df": df, "delta": delta, "cdf": noncentral(t, df, delta)}
        for t in (-2.0, 0.5, 2.1, 6.0)
        for df in (3, 18, 200)
        for delta in (-1.0, 0.4, 2.8, 5.0)
    ],
    "welch": [welch(sample(4), sample(5, 11)), welch(sample(7), sample(7, 10.1)), welch(sample(8, 10, 3), sample(5, 12))],
    "paired": [paired(sample(6, 0.4)), paired(sample(9, 0)), paired(sample(12, 0.8, 2))],
    "power": [
        power(kind, d, s, n)
        for kind in ("paired", "unpaired")
        for (d, s, n) in ((0.5, 1.0, 4), (1.0, 1.0, 10), (0.2, 0.4, 30), (1.5, 0.8, 3))
    ],
    "kendall": [
        {"x": x, "y": y, "tau": float(stats.kendalltau(x, y).statistic)}
        for x, y in (([1, 2, 3, 4, 5], [2, 1, 3, 5, 4]), ([1, 1, 2, 3], [1, 2, 2, 3]))
    ],
    # With one digit there are ties.
    "friedman": [friedman(blocks(5, 3, 3)), friedman(blocks(14, 4, 0)), friedman(blocks(20, 8, 1))],
    "range": [
        {"q": q, "k": k, "cdf": float(stats.studentized_range.cdf(q, k, np.inf))}
        for q in (0.3, 1.5, 3.633, 5.0)
        for k in (2, 4, 10, 40)
    ],
}

target = pathlib.Path(__file__).parents[2] / "test" / "fixtures" / "oracles" / "statistics.json"
target.write_text(json.dumps(values, indent=1) + "\n")
