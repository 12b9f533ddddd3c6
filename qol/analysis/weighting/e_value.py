"""How strong an unmeasured confounder would have to be to explain a difference away."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class EValue:
    """On the risk ratio scale, 1 upwards. estimate: to explain the difference; limit: to bring its interval to zero."""

    d: float
    estimate: float
    limit: float

    def sentence(self) -> str:
        """What it means, in one sentence."""
        return (
            f"E-value {self.estimate:.2f} (for the interval {self.limit:.2f}): a confounder that is not in the model "
            f"could explain the difference away if it went with both group and outcome by risk ratios of "
            f"{self.estimate:.2f} each beyond what is in the model, and a weaker one could not"
        )


def e_value(difference: float, se: float, sd: float) -> EValue:
    """Of a difference of means with its standard error, in units of the outcome's SD.

    RR = exp(0.91 d), limits exp(0.91 d -+ 1.78 se of d); E = RR + sqrt(RR (RR - 1)), with 1 / RR where RR is below 1;
    1 where the interval holds no difference. Source: VanderWeele & Ding, Ann Intern Med 2017;167:268-274.
    Raises ValueError without a positive SD.
    """
    if not sd > 0:
        raise ValueError("an E-value needs an outcome with some spread")
    d, spread = difference / sd, se / sd
    ratio = math.exp(0.91 * abs(d))
    nearest = math.exp(0.91 * abs(d) - 1.78 * spread)
    return EValue(d, _e(ratio), _e(nearest))


def _e(ratio: float) -> float:
    return ratio + math.sqrt(ratio * (ratio - 1)) if ratio > 1 else 1.0
