"""Writes `wire.ts` (valibot schemas and their types) and `schemas.json` from the structs in `vintedbot_schemas`.

Reads msgspec's own JSON Schema, a small and regular subset, so that there is no second description of a shape.
`python shared-schemas/generate.py` writes; `--check` fails when the files are stale.
"""

import importlib
import json
import pkgutil
import sys
import types
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_origin

import msgspec
import vintedbot_schemas

HERE = Path(__file__).parent
REF = "#/$defs/"
FORMATS = {"uuid": "v.uuid()", "date-time": "v.isoTimestamp()", "date": "v.isoDate()"}
LIMITS = (("minimum", "minValue"), ("maximum", "maxValue"), ("minLength", "minLength"), ("maxLength", "maxLength"),
          ("minItems", "minLength"), ("maxItems", "maxLength"))  # fmt: skip

Schema = dict[str, Any]


def contract() -> tuple[dict[str, type], dict[str, Any], dict[str, int]]:
    """All structs, all named unions, picklists and scalars, all public whole numbers of the package, by name."""
    structs: dict[str, type] = {}
    aliases: dict[str, Any] = {}
    numbers: dict[str, int] = {}
    modules = [vintedbot_schemas] + [
        importlib.import_module(f"vintedbot_schemas.{m.name}") for m in pkgutil.iter_modules(vintedbot_schemas.__path__)
    ]
    for module in modules:
        for name, value in vars(module).items():
            if name.startswith("_"):
                continue
            if isinstance(value, type) and issubclass(value, msgspec.Struct):
                if value.__module__ == module.__name__ and value.__struct_fields__:
                    structs[name] = value
            elif isinstance(value, types.UnionType) or get_origin(value) in (Literal, Union, Annotated):
                aliases[name] = value
            elif type(value) is int and name.isupper():
                numbers[name] = value
    return structs, aliases, numbers


def definitions() -> dict[str, Schema]:
    """One JSON Schema per struct and alias; wherever an alias occurs inside another, it is referred to by name."""
    structs, aliases, _ = contract()
    names = [*structs, *aliases]
    tops, defs = msgspec.json.schema_components([*structs.values(), *aliases.values()], ref_template=REF + "{name}")
    for name, top in zip(names, tops, strict=True):
        if top != {"$ref": REF + name}:
            defs[name] = top
    known = {json.dumps(defs[n], sort_keys=True): n for n in aliases}

    def named(part: Any, owner: str) -> Any:
        if isinstance(part, dict):
            bare = {k: x for k, x in part.items() if k not in ("default", "description")}
            found = known.get(json.dumps(bare, sort_keys=True))
            if found and found != owner:
                return {"$ref": REF + found} | {k: part[k] for k in ("default", "description") if k in part}
            return (
                {k: named(x, owner) for k, x in part.items() if k != "title"}
                if "properties" not in part
                else {
                    **{k: x for k, x in part.items() if k not in ("title", "properties")},
                    "properties": {k: named(x, owner) for k, x in part["properties"].items()},
                }
            )
        if isinstance(part, list):
            return [named(x, owner) for x in part]
        return part

    return {n: named(defs[n], n) for n in sorted(defs)}


def name_of(ref: str) -> str:
    return ref.removeprefix(REF)


def valibot(s: Schema) -> str:
    """The valibot expression of one schema."""
    if "$ref" in s:
        return name_of(s["$ref"])
    if "const" in s:
        return f"v.literal({json.dumps(s['const'])})"
    if "enum" in s:
        return f"v.literal({json.dumps(s['enum'][0])})" if len(s["enum"]) == 1 else f"v.picklist({json.dumps(s['enum'])})"
    if "anyOf" in s:
        rest = [x for x in s["anyOf"] if x.get("type") != "null"]
        if "discriminator" in s:
            core = f"v.variant({json.dumps(s['discriminator']['propertyName'])}, [{', '.join(map(valibot, rest))}])"
        else:
            core = valibot(rest[0]) if len(rest) == 1 else f"v.union([{', '.join(map(valibot, rest))}])"
        return f"v.nullable({core})" if len(rest) < len(s["anyOf"]) else core
    checks: list[str] = []
    match s.get("type"):
        case None:
            base = "v.unknown()"
        case "integer":
            base, checks = "v.number()", ["v.integer()"]
        case "array":
            base = f"v.array({valibot(s['items']) if isinstance(s.get('items'), dict) else 'v.unknown()'})"
        case "object":
            inner = s.get("additionalProperties")
            base = f"v.record(v.string(), {valibot(inner) if isinstance(inner, dict) and inner else 'v.unknown()'})"
        case kind:
            base = f"v.{kind}()"
    if s.get("format") in FORMATS:
        checks.append(FORMATS[s["format"]])
    if "pattern" in s:
        checks.append(f'v.regex(new RegExp({json.dumps(s["pattern"])}, "u"))')
    checks += [f"v.{check}({s[key]})" for key, check in LIMITS if key in s]
    return f"v.pipe({', '.join([base, *checks])})" if checks else base


def declare(name: str, s: Schema) -> str:
    doc = f"/** {s['description']} */\n" if "description" in s else ""
    if "properties" not in s:
        body = valibot(s)
    else:
        required = set(s.get("required", ()))
        fields = []
        for key, p in s["properties"].items():
            field = valibot(p)
            if key not in required:
                field = f"v.optional({field}, {json.dumps(p['default'])})" if "default" in p else f"v.optional({field})"
            fields.append(f"  {key}: {field},\n")
        body = f"v.object({{\n{''.join(fields)}}})"
    return f"{doc}export const {name} = {body};\nexport type {name} = v.InferOutput<typeof {name}>;\n"


def refs(s: Any) -> set[str]:
    if isinstance(s, dict):
        own = {name_of(s["$ref"])} if "$ref" in s else set()
        return own.union(*(refs(x) for k, x in s.items() if k != "discriminator"))
    return set().union(*map(refs, s)) if isinstance(s, list) else set()


def wire_ts(defs: dict[str, Schema]) -> str:
    order: list[str] = []

    def visit(name: str) -> None:
        if name not in order:
            for ref in sorted(refs(defs[name]) - {name}):
                visit(ref)
            order.append(name)

    for name in defs:
        visit(name)
    numbers = "".join(f"export const {name} = {value};\n" for name, value in sorted(contract()[2].items()))
    head = "// Written by shared-schemas/generate.py from vintedbot_schemas. Do not edit.\n"
    return head + 'import * as v from "valibot";\n\n' + numbers + "\n" + "\n".join(declare(n, defs[n]) for n in order)


def main() -> int:
    defs = definitions()
    schemas = {"wire_version": vintedbot_schemas.WIRE_VERSION, "$defs": defs}
    wanted = {
        HERE / "wire.ts": wire_ts(defs),
        HERE / "schemas.json": json.dumps(schemas, indent=1, sort_keys=True) + "\n",
    }
    if "--check" in sys.argv:
        stale = [p.name for p, text in wanted.items() if not p.exists() or p.read_text() != text]
        if stale:
            print(f"stale: {', '.join(stale)}; run `just schemas`")
        return bool(stale)
    for path, text in wanted.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
