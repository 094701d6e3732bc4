// A file that is dropped anywhere is sent; so is the text with Ctrl+Enter. Notes lead to their places.
const form = document.getElementById("paste");
const isFile = (event) => event.dataTransfer?.types.includes("Files");

document.addEventListener("dragover", (event) => {
  if (!isFile(event)) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
document.addEventListener("drop", (event) => {
  if (!isFile(event)) return;
  event.preventDefault();
  document.getElementById("file").files = event.dataTransfer.files;
  form.requestSubmit();
});
document.getElementById("file").addEventListener("change", () => form.requestSubmit());
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
document.addEventListener("click", (event) => {
  const note = event.target.closest(".note");
  if (note) goTo(note);
});
