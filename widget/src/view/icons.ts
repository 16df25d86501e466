const NAMESPACE = "http://www.w3.org/2000/svg";

const PATHS = {
  chat: "M4 5h16v11H9l-5 4zM8 9h8M8 12h5",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M4 12l16-7-5 15-4-6zM11 14l9-9",
  down: "M12 5v14M6 13l6 6 6-6",
  up: "M7 11v9H4v-9zM7 11l4-7c2 0 2.6 1.5 2 3l-.6 3H19c1 0 1.5 1 1.3 2l-1.5 6.500c-.2 1-1 1.5-2 1.500H7",
  no: "M17 13V4h3v9zM17 13l-4 7c-2 0-2.6-1.5-2-3l.6-3H5c-1 0-1.5-1-1.3-2l1.5-6.500C5.4 4.5 6.2 4 7.2 4H17",
  phone: "M6 4l3-1 2 5-2.5 2c1 2 2.5 3.5 4.5 4.500l2-2.5 5 2-1 3c-.3 1-1.2 1.5-2.2 1.300C10.5 17 7 13.5 5 6.2 4.7 5.2 5 4.3 6 4z",
  warning: "M12 4l9 16H3zM12 10v4M12 17v.01",
  professional: "M12 5v14M5 12h14",
  robot: "M6 9h12v9H6zM12 9V5M9.5 13v.01M14.5 13v.01M4 12v3M20 12v3",
} as const;

export type Icon = keyof typeof PATHS;

/** A drawing that a screen reader passes over; what it means stands beside it in words. */
export function icon(name: Icon): SVGSVGElement {
  const drawing = document.createElementNS(NAMESPACE, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  const path = document.createElementNS(NAMESPACE, "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}
