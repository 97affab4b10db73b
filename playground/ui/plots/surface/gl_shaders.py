"""What the graphics card computes for each corner and each pixel of a loss surface."""

CORNER = """
layout(location = 0) in vec3 place;
layout(location = 1) in vec2 slope;
uniform mat4 seen;
out float height;
out vec2 steep;

void main() {
    gl_Position = seen * vec4(place, 1.0);
    height = place.z;
    steep = slope;
}
"""

SKIN = """
in float height;
in vec2 steep;
uniform sampler2D colors;
uniform vec3 light;
uniform vec3 levels;      // lowest line, distance of two lines, number of the last
uniform float width;      // of half a line, in pixels
uniform float contrast;   // of a line, negative for dark ones
out vec4 pixel;

void main() {
    float shine = 0.42 + 0.66 * max(dot(normalize(vec3(-steep, 1.0)), light), 0.0);
    float within = (height - levels.x) / levels.y;
    float away = abs(within - clamp(round(within), 0.0, levels.z));
    float change = fwidth(within) + 1e-6;
    // Where lines would touch each other they are no lines any more.
    float apart = 1.0 - smoothstep(0.15, 0.4, change);
    float line = clamp(width + 0.5 - away / change, 0.0, 1.0) * apart;
    vec3 color = texture(colors, vec2((clamp(height, 0.0, 1.0) * 255.0 + 0.5) / 256.0, 0.5)).rgb;
    pixel = vec4(min(color * shine * (1.0 + contrast * line), 1.0), 1.0);
}
"""

SIDE = """
in float height;
in vec2 steep;
uniform vec3 along;
uniform vec3 across;
out vec4 pixel;

void main() {
    pixel = vec4(along * steep.x + across * steep.y, 1.0);
}
"""


def source(text: str, embedded: bool) -> str:
    """Return a shader in the dialect of desktop OpenGL 3.3, or of OpenGL ES 3."""
    head = "#version 300 es\nprecision highp float;\n" if embedded else "#version 330 core\n"
    return head + text
