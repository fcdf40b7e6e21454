// A figure's page: draws the figure into the hole of its sheet, and saves the sheet as the reader sees it.

Plotly.newPlot("plot", figure.data, figure.layout, { displayModeBar: false });

async function sheetAsSvg() {
  const sheet = document.querySelector("svg.sheet").cloneNode(true);
  const drawn = await Plotly.toImage("plot", { format: "svg", width: figure.layout.width, height: figure.layout.height });
  const markup = decodeURIComponent(drawn.slice(drawn.indexOf(",") + 1));
  const plot = new DOMParser().parseFromString(markup, "image/svg+xml").documentElement;
  plot.setAttribute("x", figure.place.x);
  plot.setAttribute("y", figure.place.y);
  sheet.prepend(document.querySelector("style.letters").cloneNode(true));
  sheet.append(plot);
  return new Blob([new XMLSerializer().serializeToString(sheet)], { type: "image/svg+xml" });
}

async function asPng(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(svg);
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = figure.pixels;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function save(format) {
  const svg = await sheetAsSvg();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(format === "png" ? await asPng(svg) : svg);
  link.download = `${figure.name}.${format}`;
  link.click();
}

for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", () => save(button.value));
}
