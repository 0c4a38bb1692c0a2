const widestPixels = 480;
const highestPixels = 160;
const smallestPixels = 48;

async function dataAddress(file: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.addEventListener("load", () => resolve(reader.result as string));
    reader.addEventListener("error", () => reject(new Error("unreadable")));
    reader.readAsDataURL(file);
  });
}

async function pictureOf(file: Blob): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = await dataAddress(file);
  await picture.decode();
  return picture;
}

async function drawn(picture: HTMLImageElement, scale: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round((picture.naturalWidth || widestPixels) * scale));
  canvas.height = Math.max(1, Math.round((picture.naturalHeight || highestPixels) * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("unreadable"))), "image/png");
  });
}

/**
 * Any picture that this browser can draw, as a PNG of at most so many bytes in Base64; drawn anew, so that nothing but
 * pixels is left. Fails for what is no picture.
 */
export async function shrinkLogo(file: Blob, mostBytes: number): Promise<string> {
  const picture = await pictureOf(file);
  const [width, height] = [picture.naturalWidth || widestPixels, picture.naturalHeight || highestPixels];
  let scale = Math.min(1, widestPixels / width, highestPixels / height);
  for (;;) {
    const png = await drawn(picture, scale);
    if (png.size <= mostBytes) return (await dataAddress(png)).split(",")[1]!;
    scale *= 0.8;
    if (Math.max(width, height) * scale < smallestPixels) throw new Error("unreadable");
  }
}
