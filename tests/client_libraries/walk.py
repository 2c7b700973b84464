"""Reads the simulator with two client libraries that know nothing of it, and prints what they read as one JSON object.

Standard input: the simulator's first line, with the address a Facebook login led back to as `landed`, the one of an
Instagram login as `instagram_landed`, and the redirect of both as `redirect`.
"""

import json
import os
import sys

# The simulator speaks plain HTTP on this machine; the OAuth library wants to be told that this is meant.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

import facebook  # noqa: E402
import pyfacebook  # noqa: E402

given = json.load(sys.stdin)
root = given["root"]
app_id, app_secret, token = given["app_id"], given["app_secret"], given["token"]
seen = {}

# facebook-sdk
facebook.FACEBOOK_GRAPH_URL = root + "/graph.facebook.com/"
graph = facebook.GraphAPI(token, timeout=20, version="3.1")
seen["sdk_me"] = graph.get_object("me", fields="id,name")
seen["sdk_permissions"] = sorted(graph.get_permissions("me"))
seen["sdk_pages"] = [page["name"] for page in graph.get_all_connections("me", "accounts", limit=1)]
seen["sdk_debug"] = graph.debug_access_token(token, app_id, app_secret)["data"]["type"]
extended = graph.extend_access_token(app_id, app_secret)
seen["sdk_extended"] = extended["expires_in"]
seen["sdk_app_token"] = graph.get_app_access_token(app_id, app_secret).split("|")[0]
try:
    facebook.GraphAPI("EAAnobody", timeout=20).get_object("me")
except facebook.GraphAPIError as refused:
    seen["sdk_refused"] = [refused.code, refused.message]

# python-facebook-api, Facebook
base = {"base_url": root + "/graph.facebook.com/", "timeout": 20, "version": "v25.0"}
login = pyfacebook.GraphAPI(
    app_id=app_id,
    app_secret=app_secret,
    oauth_flow=True,
    access_token_url=root + "/graph.facebook.com/oauth/access_token",
    redirect_uri=given["redirect"],
    **base,
)
login.get_authorization_url()
by_code = login.exchange_user_access_token(response=given["landed"])
seen["api_by_code"] = [by_code["token_type"], by_code["access_token"][:3]]
api = pyfacebook.GraphAPI(
    app_id=app_id,
    app_secret=app_secret,
    access_token=token,
    access_token_url=root + "/graph.facebook.com/oauth/access_token",
    **base,
)
seen["api_me"] = api.get_object("me", fields="id,name")
seen["api_pages"] = len(api.get_full_connections("me", "accounts", count=10, limit=2)["data"])
long_token = api.exchange_long_lived_user_access_token()["access_token"]
page_token = api.exchange_page_access_token(given["page_ids"][0], access_token=long_token)
asker = api.get_app_token()["access_token"]
inspected = api.debug_token(page_token, access_token=asker)["data"]
seen["api_page_token"] = [inspected["type"], inspected["profile_id"], inspected["expires_at"]]
try:
    pyfacebook.GraphAPI(access_token="EAAnobody", **base).get_object("me")
except pyfacebook.FacebookError as refused:
    seen["api_refused"] = [refused.code, refused.message]

# python-facebook-api, Instagram
instagram = pyfacebook.BasicDisplayAPI(
    app_id=given["instagram_app_id"],
    app_secret=given["instagram_app_secret"],
    oauth_flow=True,
    access_token_url=root + "/api.instagram.com/oauth/access_token",
    base_url=root + "/graph.instagram.com/",
    timeout=20,
    version="v25.0",
)
instagram.redirect_uri = given["redirect"]
instagram.get_authorization_url()
instagram.exchange_user_access_token(response=given["instagram_landed"])
seen["instagram_me"] = instagram.get_object("me", fields="user_id,username")
long_lived = instagram.exchange_long_lived_user_access_token()
seen["instagram_long"] = long_lived["expires_in"]
refreshed = instagram.refresh_access_token(long_lived["access_token"])
seen["instagram_refreshed_early"] = refreshed["access_token"] == long_lived["access_token"]

json.dump(seen, sys.stdout)
