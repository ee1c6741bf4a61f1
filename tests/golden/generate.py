"""Recompute the golden numbers of this folder with PyTorch, or check them.

    python3 tests/golden/generate.py [--check] [file ...]

A file says what was asked (cases, hyperparameters, steps) and what came out. The questions are read from it, among
them the numbers that were drawn at random once (w0 and grads in optimizers.json; x, y, w and v in network.json); every
answer is computed here: by torch.optim, torch.optim.lr_scheduler and autograd, and where torch has no such optimizer
(AdaBound, Lion, SAM), by its published rule in torch operations.

Without --check the files are written anew, in the same layout, unless this torch cannot compute all of one. With
--check nothing is written: each case shows its largest difference, |new - recorded| / max(1, |recorded|), and the
exit status is 1 if one exceeds its tolerance.
Without files: all that are here. torch is the only dependency.
"""

import argparse
import inspect
import json
import math
import os
import sys
import warnings
from pathlib import Path

# torch's portable kernels round every operation; its AVX2 ones fuse a·b + c, and the last bits depend on the machine.
os.environ.setdefault("ATEN_CPU_CAPABILITY", "default")

import torch
from torch.autograd.functional import hessian
from torch.nn import functional
from torch.optim import lr_scheduler

warnings.filterwarnings("ignore", module="torch")  # deprecations in torch's own calls to itself
HERE = Path(__file__).resolve().parent

# Every generator below takes the parsed file and yields (what, record, computed, tolerance): `computed` holds the
# entries of the dict `record` that it has computed, or is a string saying why this torch cannot compute them.


# ---------------------------------------------------------------------------------------------- optimizers.json


def optimizers(golden):
    """One optimizer per case, fed the given gradients; `hyper` holds its constructor's keyword arguments."""
    for case in golden["cases"]:
        dtype = getattr(torch, case["dtype"])
        make, hyper = OWN.get(case["method"]), case["hyper"]
        if make is None:
            name = case["source"].split()[0].removeprefix("torch.optim.")
            make = getattr(torch.optim, name)
            if reason := too_old(make, hyper):
                yield case["id"], case, reason, None
                continue
            case["source"] = f"torch.optim.{name} {torch.__version__}"
            hyper = {**hyper, "foreach": False}  # the plain loop; fused is off unless asked for
        w = torch.tensor(golden["w0"], dtype=dtype)
        optimizer = make([w], **hyper)
        path = [w.tolist()]
        for grad in golden["grads"]:
            w.grad = torch.tensor(grad, dtype=dtype)
            optimizer.step()
            path.append(w.tolist())
        # torch.optim.NAdam keeps the product of its momenta in float32, whatever the parameters are.
        tolerance = 1e-6 if case["dtype"] == "float32" else 1e-9 if case["method"] == "nadam" else 1e-12
        yield case["id"], case, {"w": {step: path[int(step)] for step in case["w"]}}, tolerance


def too_old(make, hyper):
    """Why this torch's optimizer is not the one recorded, or None."""
    missing = sorted(hyper.keys() - inspect.signature(make).parameters.keys())
    if missing:
        return f"torch {torch.__version__} has no {make.__name__}(…, {', '.join(missing)})"
    if make is torch.optim.NAdam and int(torch.__version__.split(".")[0]) < 2:
        return f"torch {torch.__version__} multiplies μ into NAdam's next product twice (pytorch/pytorch#92699)"
    return None


class AdaBound:
    """Luo et al., ICLR 2019, as in the authors' release: github.com/Luolc/AdaBound, adabound/adabound.py."""

    def __init__(self, params, lr, betas, eps, final_lr, gamma, amsbound):
        (self.w,) = params
        self.lr, self.betas, self.eps, self.final_lr, self.gamma = lr, betas, eps, final_lr, gamma
        self.m, self.v = torch.zeros_like(self.w), torch.zeros_like(self.w)
        self.v_max = torch.zeros_like(self.w) if amsbound else None
        self.t = 0

    def step(self):
        g, (beta1, beta2) = self.w.grad, self.betas
        self.t += 1
        self.m.mul_(beta1).add_(g, alpha=1 - beta1)
        self.v.mul_(beta2).addcmul_(g, g, value=1 - beta2)
        v = self.v
        if self.v_max is not None:
            v = torch.maximum(self.v_max, self.v, out=self.v_max)
        rate = self.lr * math.sqrt(1 - beta2**self.t) / (1 - beta1**self.t)
        lower = self.final_lr * (1 - 1 / (self.gamma * self.t + 1))
        upper = self.final_lr * (1 + 1 / (self.gamma * self.t))
        rates = torch.full_like(v, rate).div_(v.sqrt().add_(self.eps)).clamp_(lower, upper)
        self.w.sub_(rates.mul_(self.m))


class Lion:
    """Chen et al., "Symbolic Discovery of Optimization Algorithms" (2023), Algorithm 2."""

    def __init__(self, params, lr, betas, weight_decay):
        (self.w,) = params
        self.lr, self.betas, self.weight_decay = lr, betas, weight_decay
        self.m = torch.zeros_like(self.w)

    def step(self):
        g, (beta1, beta2) = self.w.grad, self.betas
        direction = self.m.mul(beta1).add_(g, alpha=1 - beta1).sign_()
        self.w.mul_(1 - self.lr * self.weight_decay).sub_(direction, alpha=self.lr)
        self.m.mul_(beta2).add_(g, alpha=1 - beta2)


OWN = {"adabound": AdaBound, "amsbound": AdaBound, "lion": Lion}


# ------------------------------------------------------------------------------------- sam.json, seed-figure.json


def sharp_flat(w):
    x, y = w
    sharp = 1.6 * torch.exp(-((x - 1.2) ** 2 / 0.03 + (y + 0.8) ** 2 / 0.0025))
    flat = 1.2 * torch.exp(-((x + 0.6) ** 2 / 0.7 + (y - 0.6) ** 2 / 0.5))
    return 0.5 * (0.2 * x**2 + y**2) - sharp - flat


def rosenbrock(w):
    x, y = w
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


PROBLEMS = {"sharp-flat": sharp_flat, "rosenbrock": rosenbrock}


def gradient(problem, w):
    w = w.detach().clone().requires_grad_()
    return torch.autograd.grad(problem(w), w)[0]


def ascent(problem, w, rho, adaptive=False):
    """SAM's ε̂ for p = 2 (Foret et al. 2021; adaptive: Kwon et al. 2021), with davda54/sam's 1e-12."""
    g = gradient(problem, w)
    scale = w.abs() if adaptive else torch.ones_like(w)
    return scale**2 * g * (rho / ((scale * g).norm() + 1e-12))


def base_optimizer(w, method, options):
    """The optimizer under SAM; `options` are kudari's names."""
    lr = options["lr"]
    if method == "adamw":
        betas = options["beta1"], options["beta2"]
        return torch.optim.AdamW(
            [w], lr, betas, options["eps"], weight_decay=options["weightDecay"], foreach=False
        )
    assert method in ("sgd", "momentum")
    return torch.optim.SGD([w], lr, momentum=options.get("momentum", 0), foreach=False)


def sam(golden):
    """Every step: climb to w + ε̂, take the gradient there, come back to w, let the base optimizer step with it."""
    for case in golden["cases"]:
        problem, perturbation = PROBLEMS[case["problem"]], case["sam"]
        assert perturbation["p"] == 2
        w = torch.tensor(case["start"], dtype=torch.float64)
        optimizer = base_optimizer(w, case["method"], case["options"])
        path = [w.tolist()]
        for _ in range(case["steps"]):
            w.grad = gradient(problem, w + ascent(problem, w, perturbation["rho"], perturbation["adaptive"]))
            optimizer.step()
            path.append(w.tolist())
        for step in case["w"]:
            # Some of the paths are chaotic: a last bit early on is seen later.
            part, tolerance = ("up to step 20", 1e-10) if int(step) <= 20 else ("to the end", 1e-4)
            yield f"{case['id']} {part}", case["w"], {step: path[int(step)]}, tolerance


def seed_figure(golden):
    """Gradient descent and SAM on the lecture's landscape: where, how high, how sharp before each step."""
    problem, lr, rho = PROBLEMS[golden["problem"]], golden["lr"], golden["rho"]
    for run in ("gd", "sam"):
        w = torch.tensor(golden["start"], dtype=torch.float64)
        assert len(golden[run]) == golden["steps"]
        for state in golden[run]:
            loss, g, up = problem(w), gradient(problem, w), w + ascent(problem, w, rho)
            lambda_max = torch.linalg.eigvalsh(hessian(problem, w))[-1]
            computed = {"w": w.tolist(), "loss": loss.item(), "lambdaMax": lambda_max.item()}
            yield f"{run} w, loss, lambdaMax", state, computed, 1e-10
            # Where the gradient has all but vanished, its direction, and so ε̂, is its rounding error.
            tolerance = 1e-10 * max(1, 1e-8 / g.norm().item())
            yield f"{run} proxy", state, {"proxy": (problem(up) - loss).item()}, tolerance
            w = w - lr * (g if run == "gd" else gradient(problem, up))


# ------------------------------------------------------------------------------------------------ schedules.json

BASE = 0.1


def make_scheduler(optimizer, spec):
    make = {
        "cosine": lambda: lr_scheduler.CosineAnnealingLR(optimizer, spec["steps"], spec["minLr"]),
        "cosineRestarts": lambda: lr_scheduler.CosineAnnealingWarmRestarts(
            optimizer, spec["period"], spec["mult"], spec["minLr"]
        ),
        "step": lambda: lr_scheduler.StepLR(optimizer, spec["every"], spec["factor"]),
        "exponential": lambda: lr_scheduler.ExponentialLR(optimizer, spec["factor"]),
        "warmup": lambda: lr_scheduler.LinearLR(optimizer, spec["startFactor"], total_iters=spec["steps"]),
        "polynomial": lambda: lr_scheduler.PolynomialLR(optimizer, spec["steps"], spec["power"]),
        "oneCycle": lambda: lr_scheduler.OneCycleLR(
            optimizer,
            BASE,
            spec["steps"],
            pct_start=spec["warmup"],
            div_factor=spec["divFactor"],
            final_div_factor=spec["finalDivFactor"],
            cycle_momentum=False,
        ),
    }
    warmup = spec.get("warmup")
    if not isinstance(warmup, dict):
        return make[spec["type"]]()
    first = lr_scheduler.LinearLR(optimizer, warmup["startFactor"], total_iters=warmup["steps"])
    return lr_scheduler.SequentialLR(optimizer, [first, make[spec["type"]]()], [warmup["steps"]])


def schedules(golden):
    golden["source"] = f"torch.optim.lr_scheduler {torch.__version__}"
    for case in golden["cases"]:
        optimizer = torch.optim.SGD([torch.zeros(1)], BASE)
        scheduler = make_scheduler(optimizer, case["schedule"])
        rates = []
        for _ in case["lr"]:
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        yield case["id"], case, {"lr": rates}, 1e-12


# -------------------------------------------------------------------------------------------------- network.json


ACTIVATIONS = {"tanh": torch.tanh, "softplus": functional.softplus}


def network(golden):
    """Loss, gradient, Hessian-vector product and all Hessian eigenvalues of small multilayer perceptrons."""
    golden["source"] = f"torch {torch.__version__}"
    for case in golden["cases"]:
        x = torch.tensor(case["x"], dtype=torch.float64)
        y = torch.tensor(case["y"])
        w, v = (torch.tensor(case[key], dtype=torch.float64) for key in "wv")

        def loss(w):
            return functional.cross_entropy(outputs(w, x, case["sizes"], ACTIVATIONS[case["activation"]]), y)

        h = hessian(loss, w)
        computed = {
            "loss": loss(w).item(),
            "grad": gradient(loss, w).tolist(),
            "hvp": (h @ v).tolist(),
            "eigenvalues": torch.linalg.eigvalsh(h).tolist(),
            "trace": h.trace().item(),
        }
        yield f"{'-'.join(map(str, case['sizes']))} {case['activation']}", case, computed, 1e-12


def outputs(w, x, sizes, activation):
    """w is, layer by layer, the weight matrix [out][in] row-major and then the bias."""
    offset = 0
    for layer, (inputs, units) in enumerate(zip(sizes, sizes[1:])):
        matrix = w[offset : offset + units * inputs].reshape(units, inputs)
        offset += units * inputs
        x = functional.linear(activation(x) if layer else x, matrix, w[offset : offset + units])
        offset += units
    assert offset == len(w)
    return x


# ------------------------------------------------------------------------------------------------------ the files

# name: (generator, layout)
DENSE, LINES = {"separators": (",", ":")}, {"indent": 0}
FILES = {
    "optimizers.json": (optimizers, DENSE),
    "sam.json": (sam, LINES),
    "schedules.json": (schedules, LINES),
    "seed-figure.json": (seed_figure, DENSE),
    "network.json": (network, DENSE),
}


def difference(new, old):
    """The largest |new - old| / max(1, |old|); infinite where NaN, or where the shapes differ."""
    if isinstance(new, dict):
        return max(difference(new[key], old[key]) for key in new)
    if isinstance(new, list):
        if len(new) != len(old):
            return math.inf
        return max(map(difference, new, old))
    value = abs(new - old) / max(1, abs(old))
    return math.inf if math.isnan(value) else value


def check(rows):
    """Print each case's largest difference; whether all are within their tolerances."""
    worst, beyond, missing = {}, set(), 0
    for what, record, computed, tolerance in rows:
        if isinstance(computed, str):
            print(f"  {what:44} not computed: {computed}")
            missing += 1
            continue
        value = difference(computed, record)
        worst[what] = max(value, worst.get(what, 0))
        if value > tolerance:
            beyond.add(what)
    for what, value in worst.items():
        print(f"  {what:44} {value:.1e}{'  BEYOND TOLERANCE' if what in beyond else ''}")
    print(f"  {len(worst)} compared, {len(beyond)} beyond tolerance, {missing} not computed")
    return not beyond


def write(path, golden, rows, layout):
    """Write the file, whole or not at all; whether it was written."""
    for what, record, computed, _ in rows:
        if isinstance(computed, str):
            print(f"  not written: {what}: {computed}")
            return False
        record.update(computed)
    path.write_text(json.dumps(golden, **layout))
    print("  written")
    return True


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--check", action="store_true", help="compare with the recorded numbers, write nothing")
    parser.add_argument("files", nargs="*", metavar="file", help=f"a path, or one of {', '.join(FILES)}")
    args = parser.parse_args()

    paths = [Path(name) if Path(name).is_file() else HERE / name for name in args.files]
    paths = paths or [HERE / name for name in FILES if (HERE / name).is_file()]
    for path in paths:
        if path.name not in FILES or not path.is_file():
            parser.error(f"{path}: no golden file; there are {', '.join(FILES)}")

    print(f"torch {torch.__version__}")
    good = True
    for path in paths:
        print(path.name)
        generator, layout = FILES[path.name]
        golden = json.loads(path.read_text())
        rows = generator(golden)
        good = (check(rows) if args.check else write(path, golden, rows, layout)) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
