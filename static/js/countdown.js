// How much of a hold is left, told in whole minutes so that a screen reader is not interrupted each second.
(() => {
  for (const place of document.querySelectorAll("[data-ksbb-countdown]")) {
    const end = Date.parse(place.dataset.ksbbCountdown);
    const tell = () => {
      const minutes = Math.max(0, Math.ceil((end - Date.now()) / 60000));
      place.textContent = ` ${place.dataset.ksbbWords}: ${minutes}′`;
      if (minutes > 0) setTimeout(tell, 10000);
    };
    tell();
  }
})();
