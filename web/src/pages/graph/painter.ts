import { channelsOf, DOT_BYTES } from './drawing.ts';
import type { Size, View } from './view.ts';

const head = `#version 300 es
uniform vec2 middle, pixels, shift;
uniform float zoom;
vec4 onScreen(vec2 place) {
  vec2 at = ((place - middle) * zoom + shift) / pixels * 2.0;
  return vec4(at.x, -at.y, 0.0, 1.0);
}`;

const lineShaders = [
  `${head}
layout(location = 0) in vec2 place;
void main() { gl_Position = onScreen(place); }`,
  `#version 300 es
precision mediump float;
uniform vec4 color;
out vec4 drawn;
void main() { drawn = vec4(color.rgb * color.a, color.a); }`,
] as const;

const dotShaders = [
  `${head}
uniform float growth;
layout(location = 0) in vec2 place;
layout(location = 1) in float radius;
layout(location = 2) in vec4 color;
out vec4 fill;
out float reach;
void main() {
  gl_Position = onScreen(place);
  reach = radius * growth + 1.0;
  gl_PointSize = 2.0 * reach;
  fill = color;
}`,
  // A rim of the ground's colour keeps dots apart that stand close together.
  `#version 300 es
precision mediump float;
uniform vec4 ground;
in vec4 fill;
in float reach;
out vec4 drawn;
void main() {
  float away = length(gl_PointCoord - 0.5) * 2.0 * reach;
  float cover = clamp(reach - away, 0.0, 1.0);
  if (cover == 0.0) discard;
  vec4 color = mix(fill, ground, clamp(away - reach + 2.0, 0.0, 1.0));
  drawn = vec4(color.rgb * cover, cover);
}`,
] as const;

function compile(gl: WebGL2RenderingContext, shaders: readonly [string, string]): WebGLProgram {
  const program = gl.createProgram();
  [gl.VERTEX_SHADER, gl.FRAGMENT_SHADER].forEach((kind, index) => {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, shaders[index]!);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  });
  gl.linkProgram(program);
  return program;
}

/** A buffer whose content is replaced as a whole. */
function bufferOf(gl: WebGL2RenderingContext, bind: () => void) {
  const buffer = gl.createBuffer();
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  bind();
  return {
    array,
    fill(data: ArrayBuffer): void {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
    },
  };
}

export interface Strokes {
  /** Ends of lines in a buffer: x, y, x, y of each. */
  readonly count: number;
  readonly color: string;
  readonly alpha: number;
  /** Drawn with some more width. */
  readonly strong: boolean;
}

export interface Picture {
  readonly view: View;
  readonly size: Size;
  /** Pixels of the drawing for one of the screen. */
  readonly ratio: number;
  readonly growth: number;
  readonly ground: string;
  readonly lines: Strokes;
  readonly dots: number;
}

export interface Painter {
  /** Ends of lines, x, y, x, y of each. */
  setLines(ends: Float32Array): void;
  /** Dots, `DOT_BYTES` each; later ones stand above earlier ones. */
  setDots(dots: ArrayBuffer): void;
  paint(picture: Picture): void;
}

/** Shifts in pixels that give a line some width. */
const strongShifts = [
  [0, 0],
  [0.5, 0],
  [-0.5, 0],
  [0, 0.5],
  [0, -0.5],
] as const;

/**
 * Draws lines and dots on a canvas. Plain lines and points, one call each: drawn in software, a call for every instance
 * would take ten times as long. null: the browser has no WebGL.
 */
export function createPainter(canvas: HTMLCanvasElement): Painter | null {
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, stencil: false });
  if (!gl) return null;
  const turnTo = gl.useProgram.bind(gl);
  const programs = { line: compile(gl, lineShaders), dot: compile(gl, dotShaders) };
  const lines = bufferOf(gl, () => {
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
  });
  const dots = bufferOf(gl, () => {
    for (const at of [0, 1, 2]) gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, DOT_BYTES, 0);
    gl.vertexAttribPointer(1, 1, gl.FLOAT, false, DOT_BYTES, 8);
    gl.vertexAttribPointer(2, 4, gl.UNSIGNED_BYTE, true, DOT_BYTES, 12);
  });
  const channels = (color: string) => channelsOf(color).map((value) => value / 255) as [number, number, number];
  const aim = (program: WebGLProgram, { view, size, ratio }: Picture) => {
    const at = (name: string) => gl.getUniformLocation(program, name);
    turnTo(program);
    gl.uniform2f(at('middle'), view.x, view.y);
    gl.uniform2f(at('pixels'), size.width * ratio, size.height * ratio);
    gl.uniform2f(at('shift'), 0, 0);
    gl.uniform1f(at('zoom'), view.zoom * ratio);
    return at;
  };
  return {
    setLines: (ends) => lines.fill(ends.buffer as ArrayBuffer),
    setDots: (data) => dots.fill(data),
    paint(picture) {
      const { size, ratio, ground } = picture;
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      }
      gl.viewport(0, 0, width, height);
      gl.clearColor(...channels(ground), 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.enable(gl.BLEND);
      gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      if (picture.lines.count > 0) {
        const at = aim(programs.line, picture);
        gl.uniform4f(at('color'), ...channels(picture.lines.color), picture.lines.alpha);
        gl.bindVertexArray(lines.array);
        for (const [x, y] of picture.lines.strong ? strongShifts : strongShifts.slice(0, 1)) {
          gl.uniform2f(at('shift'), x * ratio, y * ratio);
          gl.drawArrays(gl.LINES, 0, picture.lines.count * 2);
        }
      }
      const at = aim(programs.dot, picture);
      gl.uniform1f(at('growth'), picture.growth * ratio);
      gl.uniform4f(at('ground'), ...channels(ground), 1);
      gl.bindVertexArray(dots.array);
      gl.drawArrays(gl.POINTS, 0, picture.dots);
    },
  };
}
