const widestPixels = 480;
const highestPixels = 160;
const smallestPixels = 48;

/** A picture on which nothing is to be seen: every point is like the next. */
export class EmptyPicture extends Error {}

async function dataAddress(file: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.addEventListener("load", () => resolve(reader.result as string));
    reader.addEventListener("error", () => reject(new Error("unreadable")));
    reader.readAsDataURL(file);
  });
}

export const base64Of = async (file: Blob): Promise<string> => (await dataAddress(file)).split(",")[1]!;

async function pictureOf(file: Blob): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = await dataAddress(file);
  await picture.decode();
  return picture;
}

const isAlike = ({ data }: ImageData): boolean => {
  const points = new Uint32Array(data.buffer);
  return points.every((point) => point === points[0]);
};

async function drawn(picture: HTMLImageElement, scale: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round((picture.naturalWidth || widestPixels) * scale));
  canvas.height = Math.max(1, Math.round((picture.naturalHeight || highestPixels) * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("unreadable");
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  if (isAlike(context.getImageData(0, 0, canvas.width, canvas.height))) throw new EmptyPicture();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("unreadable"))), "image/png");
  });
}

/**
 * Any picture that this browser can draw, as a PNG of at most so many bytes in Base64; drawn anew, so that nothing but
 * pixels is left. Fails for what is no picture. @throws EmptyPicture where nothing is to be seen on it.
 */
export async function shrinkLogo(file: Blob, mostBytes: number): Promise<string> {
  const picture = await pictureOf(file);
  const [width, height] = [picture.naturalWidth || widestPixels, picture.naturalHeight || highestPixels];
  let scale = Math.min(1, widestPixels / width, highestPixels / height);
  for (;;) {
    const png = await drawn(picture, scale);
    if (png.size <= mostBytes) return base64Of(png);
    scale *= 0.8;
    if (Math.max(width, height) * scale < smallestPixels) throw new Error("unreadable");
  }
}
