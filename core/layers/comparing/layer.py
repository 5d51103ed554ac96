"""The difference of two surfaces on the map: red where the ground was cut, blue where it was filled, white at zero."""

from __future__ import annotations

import math

from qgis.core import (
    QgsBasicNumericFormat,
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsGradientColorRamp,
    QgsGradientStop,
    QgsLayerMetadata,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtCore import QCoreApplication, QLocale
from qgis.PyQt.QtGui import QColor

from ...api.task import Task
from ...errors import NadirError
from ..marks import LayerForm, Mark, write_mark
from ..metadata import describe, reason_of
from ..products import LayerKind
from ..time import day_of
from .difference import DifferenceResult

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)  # of the first figure of a range
NO_OFFSET = 0.005  # metres; what rounds to nothing
FLATTEST = 0.05  # metres; below, matching sees noise
DEVIATIONS = 2.5  # that the range spans at least, since a small pile lies above the 99th percentile
CUT = ("#67001f", "#b2182b", "#d6604d", "#f4a582", "#fddbc7")  # ColorBrewer's RdBu, from the lowest up
ZERO = "#f7f7f7"
_UNCHANGED = 80  # of 255: how dense the veil over ground that did not change is, so that one sees where one is
FILL = ("#d1e5f0", "#92c5de", "#4393c3", "#2166ac", "#053061")


def reach_of(result: DifferenceResult) -> float:
    """Metres at the ends of the ramp, the same on both sides of zero: a round number that leaves out only the extremes."""
    at = dict(result.percentiles)
    most = max(abs(result.lowest), abs(result.highest))
    wanted = max(FLATTEST, min(most, max(abs(at[1]), abs(at[99]), DEVIATIONS * result.deviation)))
    power = 10.0 ** math.floor(math.log10(wanted))
    return power * next(step for step in STEPS if step * power >= wanted * (1 - 1e-9))


def make_difference(result: DifferenceResult, kind: LayerKind, before: Task, after: Task, server_url: str) -> QgsRasterLayer:
    """The layer of a difference, with its legend and its figures. On the main thread. Raises NadirError."""
    layer = QgsRasterLayer(str(result.path), layer_name(kind, before, after))
    if not layer.isValid():
        raise NadirError(
            translate("Compare", "QGIS cannot open {file}.").format(file=result.path.name),
            translate("Compare", "Compare the flights again: the file may have been moved or changed."),
            reason_of(layer),
        )
    layer.setRenderer(_renderer(layer, reach_of(result)))
    _write_metadata(layer, result, before, after)
    detail = f"{kind.value} {before.id}"
    write_mark(layer, Mark.of(after, server_url, LayerKind.DIFFERENCE, LayerForm.FILE, detail=detail))
    return layer


def layer_name(kind: LayerKind, before: Task, after: Task) -> str:
    """`DSM difference, 12/05/2024 to 03/06/2024`; names where no day is known."""
    model = translate("Compare", "DTM") if kind is LayerKind.DTM else translate("Compare", "DSM")
    return translate("Compare", "{model} difference, {before} to {after}").format(
        model=model, before=day_of(before) or _plain(before.name), after=day_of(after) or _plain(after.name)
    )


def tell(result: DifferenceResult) -> str:
    """What came out, for a message: volumes, area, and how the flights fit together."""
    text = translate("Compare", "Cut {cut} m³, filled {fill} m³, net {net} m³ on {area} m².").format(
        cut=_number(result.cut_m3), fill=_number(result.fill_m3), net=_signed(result.net_m3), area=_number(result.area_m2)
    )
    return " ".join(part for part in (text, _tell_ignored(result), tell_offset(result)) if part)


def _tell_ignored(result: DifferenceResult) -> str:
    if result.ignored_m <= 0.0:
        return ""
    return translate("Compare", "Changes below {metres} m are not counted.").format(metres=_number(result.ignored_m, 2))


def tell_offset(result: DifferenceResult) -> str:
    """Whether the two flights lie at different heights as a whole."""
    offset = _signed(result.offset_m, 2)
    if result.levelled and abs(result.offset_m) < NO_OFFSET:
        return translate("Compare", "There is no vertical offset between the flights.")
    if result.levelled:
        return translate("Compare", "A vertical offset of {offset} m between the flights was removed.").format(offset=offset)
    if abs(result.offset_m) < FLATTEST:
        return ""
    found = translate("Compare", "The ground that did not change lies {offset} m from zero.").format(offset=offset)
    return f"{found} " + translate("Compare", "Unless it really moved, compare again without the vertical offset.")


def _renderer(layer: QgsRasterLayer, reach: float) -> QgsSingleBandPseudoColorRenderer:
    ramp = _ramp()
    function = QgsColorRampShader(-reach, reach, ramp, QgsColorRampShader.Type.Interpolated)
    function.setClassificationMode(QgsColorRampShader.ClassificationMode.Continuous)
    function.classifyColorRamp(2 * len(CUT) + 1)
    function.setLegendSettings(_legend(reach))
    shader = QgsRasterShader(-reach, reach)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(-reach)
    renderer.setClassificationMax(reach)
    return renderer


def _ramp() -> QgsGradientColorRamp:
    colours = [QColor(name) for name in (*CUT, ZERO, *FILL)]
    colours[len(CUT)].setAlpha(_UNCHANGED)
    last = len(colours) - 1
    stops = [QgsGradientStop(number / last, colour) for number, colour in enumerate(colours[1:-1], 1)]
    return QgsGradientColorRamp(colours[0], colours[-1], False, stops)


def _legend(reach: float) -> QgsColorRampLegendNodeSettings:
    numbers = QgsBasicNumericFormat()
    numbers.setNumberDecimalPlaces(decimals_of(reach))
    settings = QgsColorRampLegendNodeSettings()
    settings.setNumericFormat(numbers)
    ends = _number(reach, decimals_of(reach))
    settings.setMinimumLabel(translate("Compare", "−{metres} m (cut)").format(metres=ends))
    settings.setMaximumLabel(translate("Compare", "+{metres} m (filled)").format(metres=ends))
    return settings


def decimals_of(reach: float) -> int:
    """As many as tell the ranges of `STEPS` apart."""
    return max(0, 1 - math.floor(math.log10(reach) + 1e-9))


def _write_metadata(layer: QgsRasterLayer, result: DifferenceResult, before: Task, after: Task) -> None:
    flights = translate("Compare", "Heights of “{after}” minus heights of “{before}”.").format(
        after=_plain(after.name), before=_plain(before.name)
    )
    abstract = "\n".join((flights, tell(result), *_statistics(result)))
    metadata = QgsLayerMetadata()
    metadata.setTitle(layer.name())
    metadata.setType("dataset")
    metadata.setAbstract(abstract)
    metadata.setCrs(layer.crs())
    layer.setMetadata(metadata)
    describe(layer, abstract)


def _statistics(result: DifferenceResult) -> tuple[str, ...]:
    spread = translate("Compare", "Mean {mean} m, standard deviation {deviation} m, median {median} m.").format(
        mean=_signed(result.mean, 3), deviation=_number(result.deviation, 3), median=_signed(result.median, 3)
    )
    shares = ", ".join(f"{percent} %: {_signed(metres, 2)} m" for percent, metres in result.percentiles)
    pixel = translate("Compare", "Pixels of {metres} m, those of the coarser surface.").format(
        metres=_number(result.pixel_m, 3)
    )
    return spread, translate("Compare", "Percentiles: {shares}").format(shares=shares), pixel


def _number(value: float, decimals: int = 0) -> str:
    """In the user's way; small volumes with one decimal, so that they are not nothing."""
    if not decimals and 0.05 <= abs(value) < 100:
        decimals = 1
    return QLocale().toString(float(value), "f", decimals)


def _signed(value: float, decimals: int = 0) -> str:
    text = _number(abs(value), decimals)
    nothing = not any(letter.isdigit() and letter != "0" for letter in text)
    return text if nothing else f"{'−' if value < 0 else '+'}{text}"


def _plain(name: str) -> str:
    """A name from a server on one line, without what layer properties, which are HTML, would take for a tag."""
    flat = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    return flat.translate(str.maketrans("<>&", "‹›+"))[:80]
