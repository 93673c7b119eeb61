"""Names of watches and apps from the numbers FIT gives them."""

from collections.abc import Iterable, Mapping

from pipelines.files.fit_messages import Message, number

GARMIN = 1
MANUFACTURERS = {
    GARMIN: "Garmin",
    15: "Dynastream",
    23: "Suunto",
    32: "Wahoo",
    40: "Concept2",
    70: "Sigma",
    71: "TomTom",
    89: "Tacx",
    95: "Stryd",
    107: "Magene",
    115: "iGPSPORT",
    123: "Polar",
    129: "COROS",
    258: "Lezyne",
    260: "Zwift",
    265: "Strava app",
    267: "Bryton",
    289: "Hammerhead",
    294: "COROS",
    310: "Decathlon",
    326: "Nike",
    331: "MyWhoosh",
    337: "Runna",
    339: "Zepp",
    340: "Peloton",
    348: "Huawei",
}

FORERUNNERS = {
    "50": (782,),
    "60": (988,),
    "70": (1436,),
    "310XT": (1018, 1446),
    "405": (717,),
    "110": (1124,),
    "210": (1360,),
    "610": (1345,),
    "910XT": (1328,),
    "10": (1482,),
    "15": (1903,),
    "220": (1632,),
    "620": (1623,),
    "920XT": (1765,),
    "25": (2148,),
    "225": (2153,),
    "230": (2157,),
    "235": (2431,),
    "630": (2156,),
    "735XT": (2158,),
    "30": (2891,),
    "35": (2503,),
    "45": (3282,),
    "55": (3869,),
    "645": (2886,),
    "645 Music": (2888,),
    "935": (2691,),
    "245": (3076,),
    "245 Music": (3077,),
    "745": (3589,),
    "945": (3113,),
    "945 LTE": (3652,),
    "165": (4432,),
    "165 Music": (4433,),
    "170": (4815,),
    "170 Music": (4814,),
    "255": (3992,),
    "255 Music": (3990,),
    "255S": (3993,),
    "255S Music": (3991,),
    "265": (4257,),
    "265S": (4258,),
    "570": (4570, 4574),
    "955": (4024,),
    "965": (4315,),
    "970": (4565,),
}
OTHERS = {
    "Fenix": (1551,),
    "Fenix 2": (1967,),
    "Fenix 3": (2050,),
    "Fenix 3 HR": (2413,),
    "Fenix 5": (2697,),
    "Fenix 5S": (2544,),
    "Fenix 5X": (2604,),
    "Fenix 5 Plus": (3110,),
    "Fenix 5S Plus": (2900,),
    "Fenix 5X Plus": (3111,),
    "Fenix 6": (3289, 3290),
    "Fenix 6S": (3287, 3288),
    "Fenix 6X": (3291,),
    "Fenix 7": (3906,),
    "Fenix 7S": (3905,),
    "Fenix 7X": (3907,),
    "Fenix 7 Pro": (4375, 4595),
    "Fenix 7S Pro": (4374,),
    "Fenix 7X Pro": (4376,),
    "Fenix 8": (4532, 4533, 4534, 4536),
    "Fenix E": (4666,),
    "Epix": (1988,),
    "Epix Gen 2": (3943,),
    "Epix Pro": (4312, 4313, 4314),
    "Enduro": (3638,),
    "Enduro 2": (4341,),
    "Enduro 3": (4575,),
    "Instinct": (3126,),
    "Instinct Solar": (3466,),
    "Instinct 2": (3888,),
    "Instinct 2S": (3889,),
    "Instinct 2X": (4394,),
    "Instinct 3": (4585, 4586, 4587, 4759),
    "Instinct E": (4583, 4584),
    "Venu": (3226,),
    "Venu Sq": (3600,),
    "Venu Sq Music": (3596,),
    "Venu Sq 2": (4115, 4116),
    "Venu 2": (3703,),
    "Venu 2S": (3704,),
    "Venu 2 Plus": (3851,),
    "Venu 3": (4260,),
    "Venu 3S": (4261,),
    "Venu X1": (4603,),
    "Vivoactive": (1907,),
    "Vivoactive HR": (2337,),
    "Vivoactive 3": (2700,),
    "Vivoactive 4": (3225,),
    "Vivoactive 4S": (3224,),
    "Vivoactive 5": (4426,),
    "Vivoactive 6": (4625,),
    "Edge 500": (1036,),
    "Edge 800": (1169,),
    "Edge 200": (1325,),
    "Edge 510": (1561,),
    "Edge 810": (1567,),
    "Edge 1000": (1836,),
    "Edge 520": (2067,),
    "Edge 820": (2530,),
    "Edge 1030": (2713,),
    "Edge 530": (3121,),
    "Edge 830": (3122,),
}
PRODUCTS = {product: f"Forerunner {model}" for model, products in FORERUNNERS.items() for product in products} | {
    product: name for name, products in OTHERS.items() for product in products
}


def device_name(file_ids: Iterable[Message], devices: Iterable[Message]) -> str | None:
    """Return maker and product of the device that made the file, as far as they are known: "Garmin Forerunner 255", "COROS PACE 2"."""
    creators = [*file_ids, *(device for device in devices if device.get("device_index") == 0)]
    maker = _first(MANUFACTURERS, creators, "manufacturer")
    named = next((str(each["product_name"]) for each in creators if each.get("product_name")), None)
    product = named or (_first(PRODUCTS, creators, "product") if maker == MANUFACTURERS[GARMIN] else None)
    if not (maker and product):
        return product or maker
    return product if product.lower().startswith(maker.lower()) else f"{maker} {product}"


def _first(names: Mapping[int, str], messages: Iterable[Message], field: str) -> str | None:
    numbers = (number(message, field) for message in messages)
    return next((names[int(known)] for known in numbers if known is not None and int(known) in names), None)
