// Shows how far a download has come. Without this script the browser's own list of downloads does.
document.querySelectorAll("a[data-bytes]").forEach((link) => {
  if (!window.fetch || !window.ReadableStream) return;
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.running) return;
    link.dataset.running = "yes";
    const shown = document.createElement("span");
    const bar = document.createElement("progress");
    const words = document.createElement("span");
    shown.setAttribute("role", "status");
    shown.append(" ", bar, " ", words);
    bar.max = Number(link.dataset.bytes);
    bar.setAttribute("aria-label", `${link.textContent}: how far it has come`);
    link.after(shown);
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(await answer.text());
      const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
      const reader = answer.body.getReader();
      const parts = [];
      let size = 0;
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        parts.push(part.value);
        size += part.value.length;
        bar.value = Math.min(size, bar.max * 0.99);
        words.textContent = `${(size / 1e6).toFixed(1)} MB`;
      }
      const file = document.createElement("a");
      file.href = URL.createObjectURL(new Blob(parts));
      file.download = name;
      file.click();
      setTimeout(() => URL.revokeObjectURL(file.href), 60000);
      bar.value = bar.max;
      words.textContent = `${(size / 1e6).toFixed(1)} MB, complete`;
    } catch (error) {
      bar.remove();
      words.textContent = `It broke off (${error.message.trim()}). Try again.`;
    }
    delete link.dataset.running;
  });
});
