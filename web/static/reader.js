// Every page works without this. What stands here only saves a click or a wait.

// A button that copies a text appears only where it can work; the text itself can be selected without it.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
      button.textContent = button.dataset.done;
    });
  }
}

// Contents stand open where they have a column of their own; on a phone they would stand before the text.
for (const details of document.querySelectorAll("details[data-wide]")) {
  details.open = matchMedia("(min-width: 64rem)").matches;
}

async function part(address, id) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
}

// What all matches of a search have in common takes longer to count than the hits take to be found.
const facets = document.querySelector("#facets[data-fetches]");
if (facets) {
  facets.setAttribute("aria-busy", "true");
  part(facets.dataset.fetches, "facets")
    .then((counted) => { if (counted) facets.replaceChildren(...counted.childNodes); })
    .catch(() => {})  // the link that stands there leads to the same
    .finally(() => facets.removeAttribute("aria-busy"));
}

// A run that goes is followed until it ends; then the page is shown anew, with what the run found.
const progress = document.querySelector("#progress[data-follows]");
if (progress) {
  const pause = 2000;
  const look = async () => {
    try {
      const now = document.hidden ? progress : await part(progress.dataset.follows, "progress");
      if (!now) { location.reload(); return; }
      if (now.textContent !== progress.textContent) progress.textContent = now.textContent;
    } catch { /* the service may be starting anew */ }
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
}
