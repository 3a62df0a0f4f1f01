package io.modelops.model;

/** The element type of a tensor, named as ONNX, Triton and DJL can all say it. */
public enum DataType {
    /** 16-bit IEEE floating point. */
    FLOAT16,
    /** 16-bit brain floating point. */
    BFLOAT16,
    /** 32-bit IEEE floating point. */
    FLOAT32,
    /** 64-bit IEEE floating point. */
    FLOAT64,
    /** Signed 8-bit integer. */
    INT8,
    /** Unsigned 8-bit integer. */
    UINT8,
    /** Signed 32-bit integer. */
    INT32,
    /** Signed 64-bit integer. */
    INT64,
    /** True or false. */
    BOOL,
    /** Text. */
    STRING
}
