"""Writes the bill of materials: everything bundled, with its licence, as CycloneDX 1.6 JSON."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from releasing import components
from releasing.components import canonical

NAME: Final = "bill.cdx.json"
_TYPES: Final = {
    "application": ComponentType.APPLICATION,
    "runtime": ComponentType.PLATFORM,
    "package": ComponentType.LIBRARY,
    "library": ComponentType.LIBRARY,
    "model": ComponentType.MACHINE_LEARNING_MODEL,
    "words": ComponentType.DATA,
}


class Invalid(Exception):
    """What was written is no CycloneDX 1.6; says what is wrong with it."""


def write(out: Path, site_packages: Path, frozen: Path | None = None, without: Collection[str] = ()) -> Path:
    """Write `bill.cdx.json` into the folder `out` and return its path.

    The other arguments are those of components.found.

    Raises:
        Invalid: if the result does not keep to the schema, which only a fault here could cause.
    """
    text = _text(components.found(site_packages, frozen, without))
    trouble = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if trouble is not None:
        raise Invalid(str(trouble))
    out.mkdir(parents=True, exist_ok=True)
    path = out / NAME
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _text(found: Iterable[components.Component]) -> str:
    bom = Bom()
    made = {one.name: (one, _component(one)) for one in found if not one.part_of}
    main = next(component for one, component in made.values() if one.kind == "application")
    bom.metadata.component = main
    parts: dict[str, list[Component]] = {}
    for one in found:
        if one.part_of:
            parts.setdefault(one.part_of, []).append(_component(one))
    for owner, inside in parts.items():
        if owner not in made:
            made[owner] = (components.Component(owner, "", "", "library"), _group(owner))
        bom.register_dependency(made[owner][1], inside)
    outside = [component for _one, component in made.values() if component is not main]
    bom.components.update(outside, *parts.values())
    bom.register_dependency(main, outside)
    return JsonV1Dot6(bom).output_as_string(indent=1)


def _component(one: components.Component) -> Component:
    return Component(
        name=one.name,
        version=one.version or None,
        type=_TYPES[one.kind],
        bom_ref=f"{one.kind}:{one.part_of}/{one.name}" + (f"/{one.files[0]}" if one.files else ""),
        purl=_purl(one),
        licenses=list(_licences(one)),
        properties=[Property(name="sori:file", value=file) for file in one.files],
    )


def _group(name: str) -> Component:
    return Component(name=name, type=ComponentType.PLATFORM, bom_ref=f"group:{name}")


def _licences(one: components.Component) -> Iterator[License]:
    if one.licence:
        yield LicenseFactory().make_from_string(one.licence)


def _purl(one: components.Component) -> PackageURL | None:
    if one.kind == "package":
        return PackageURL("pypi", name=canonical(one.name), version=one.version)
    if one.part_of == components.SYSTEM and one.version:
        return PackageURL("deb", "debian", one.name, one.version)
    return None
