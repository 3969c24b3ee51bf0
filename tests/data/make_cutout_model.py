"""How `darkness.onnx` was made: the shape of u2netp's model (a 320 × 320 picture in, a mask of that size out) and none of its
knowledge: what is darker than the rest is the item. `uv run --with onnx python tests/data/make_cutout_model.py` writes it.
"""

from pathlib import Path

FILE = Path(__file__).with_name("darkness.onnx")


def main() -> None:
    from onnx import TensorProto, checker, helper, save

    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, 320, 320])
    mask = helper.make_tensor_value_info("mask", TensorProto.FLOAT, [1, 1, 320, 320])
    axes = helper.make_tensor("axes", TensorProto.INT64, [1], [1])
    steps = [
        helper.make_node("ReduceMean", ["picture", "axes"], ["light"], keepdims=1),
        helper.make_node("Neg", ["light"], ["dark"]),
        helper.make_node("Sigmoid", ["dark"], ["mask"]),
    ]
    graph = helper.make_graph(steps, "darkness", [picture], [mask], [axes])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    checker.check_model(model)
    save(model, FILE)


if __name__ == "__main__":
    main()
